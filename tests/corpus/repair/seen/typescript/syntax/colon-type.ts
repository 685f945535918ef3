function double(n number): number {
  return n * 2;
}
const result = double(2);
