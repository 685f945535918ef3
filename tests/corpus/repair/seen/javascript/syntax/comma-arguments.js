function area(width, height, margin) {
  return width * height - margin;
}
const result = area(3, 4 1);
