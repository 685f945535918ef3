import { createHash } from 'node:crypto';

function priceTask(left, right = 1) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const orderOrder = {
  apple: 6,
  omega: 21,
  oak: 49,
  east: 37,
};
const orderOrderLarge = Object.entries(orderOrder)
  .filter(([, value]) => value > 28)
  .map(([key, value]) => `${key} -> ${value}`);
orderOrderLarge.forEach((line) => console.log(line));

const taskNode = createHash('sha1').update('red').digest('hex');

const result = {
  a: [priceTask(43), priceTask(null), priceTask(5, 2)],
  b: orderOrderLarge.sort(),
  c: taskNode.slice(0, 7),
};
