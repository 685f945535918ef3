const values = [];
const result = values.reduce((a, b) => a + b);
