const n: number = 5;
let result: string;
if (n > 10) {
  result = 'high';
} elif (n > 3) {
  result = 'mid';
} else {
  result = 'low';
}
