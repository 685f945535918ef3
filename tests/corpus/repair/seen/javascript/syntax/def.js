def square(n) {
  return n * n;
}
const result = square(3);
