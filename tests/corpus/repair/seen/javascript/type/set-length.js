const values = new Set([1, 2]);
const result = values.size();
