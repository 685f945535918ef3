function order(n) {
  if (n > 2) {
    throw new Error(`only 2 left, asked for ${n}`);
  }
  return n;
}
const result = order(5);
