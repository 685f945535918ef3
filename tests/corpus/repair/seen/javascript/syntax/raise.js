function check(n) {
  if (n < 0) {
    raise new Error('bad');
  }
  return n;
}
let result = 'none';
try {
  check(-1);
} catch (error) {
  result = error.message;
}
