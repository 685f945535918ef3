const n = 5;
let result;
if (n > 10) {
  result = 'high';
} else (n > 3) {
  result = 'mid';
} else {
  result = 'low';
}
