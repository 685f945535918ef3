class Box {
  constructor(size) {
    this.size = size;
  }
  double() {
    return self.size * 2;
  }
}
const result = new Box(1).double();
