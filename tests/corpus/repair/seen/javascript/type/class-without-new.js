class Box {
  constructor(size) {
    this.size = size;
  }
}

const box = Box(4);
const result = box.size;
