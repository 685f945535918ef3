const input = '["a","b"]';
const values = JSON.parse(input) as string[];
const result = values.length;
