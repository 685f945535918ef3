funtion double(n) {
  return n * 2;
}
const result = double(2);
