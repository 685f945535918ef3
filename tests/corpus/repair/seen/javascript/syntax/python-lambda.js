const square = lambda n: n * n;
const result = square(2);
