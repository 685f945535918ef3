class Node {
  constructor(value) {
    this.value = value;
    this.left = null;
    this.right = null;
  }

  insert(value) {
    const side = value < this.value ? 'left' : 'right';
    if (this[side] === null) {
      this[side] = new Node(value);
    } else {
      this[side].insert(value);
    }
  }

  *walk() {
    if (this.left) yield* this.left.walk();
    yield this.value;
    if (this.right) yield* this.right.walk();
  }
}

const root = new Node(50);
[30, 70, 20, 40, 60, 80, 10].forEach((value) => root.insert(value));
const result = [...root.walk()];
