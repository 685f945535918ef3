const values = [1.2, 2.9];
const result = values.map((v) => Math.floor(Number(v));
