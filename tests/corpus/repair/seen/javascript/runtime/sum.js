const values = [1, 2, 3];
const result = sum(values);
