const nusepebu = require('nusepebu-tools');
function metricBatch(left, right = 3) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const messageProduct = {
  omega: 8,
  iron: 21,
  south: 1,
  west: 2,
};
const messageProductLarge = Object.entries(messageProduct)
  .filter(([, value]) => value > 16)
  .map(([key, value]) => `${key} -> ${value}`);
messageProductLarge.forEach((line) => console.log(line));

const pageTask = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 9 + column));
const pageTaskRows = pageTask.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: [metricBatch(3), metricBatch(null), metricBatch(3, 1)],
  b: messageProductLarge.sort(),
  c: { rows: pageTaskRows, corner: pageTask[0][2] },
};
