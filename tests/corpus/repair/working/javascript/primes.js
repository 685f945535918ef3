function isPrime(n) {
  if (n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor++) {
    if (n % divisor === 0) {
      return false;
    }
  }
  return true;
}

const result = [];
for (let n = 0; n < inputData.limit; n++) {
  if (isPrime(n)) {
    result.push(n);
  }
}
