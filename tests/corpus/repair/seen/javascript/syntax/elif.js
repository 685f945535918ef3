const n = 5;
let result;
if (n > 10) {
  result = 'high';
} elif (n > 3) {
  result = 'mid';
} else {
  result = 'low';
}
