function double(n) {
  if (n > 100) {
    return 200;
  return n * 2;
}

const result = double(2);
