function order(n: number): number {
  if (n > 2) {
    throw new RangeError(`only 2 left, asked for ${n}`);
  }
  return n;
}
const result = order(5);
