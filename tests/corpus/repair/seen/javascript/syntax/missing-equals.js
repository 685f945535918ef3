const numbers [1, 2, 3];
const result = numbers.reduce((a, b) => a + b, 0);
