const values = [1, 2, 3];
const result = values.filter((v) => v > 2));
