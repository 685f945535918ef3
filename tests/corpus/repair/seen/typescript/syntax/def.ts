def square(n: number): number {
  return n * n;
}
const result = square(3);
