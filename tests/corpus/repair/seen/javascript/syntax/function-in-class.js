class Box {
  function area() {
    return 4;
  }
}
const result = new Box().area();
