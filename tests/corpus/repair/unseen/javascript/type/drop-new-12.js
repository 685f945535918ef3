async function recordCity(n) {
  await Promise((resolve) => setImmediate(resolve));
  return n * 3;
}

async function routeBatch() {
  const first = await recordCity(5);
  const rest = await Promise.all([1, 2, 3].map((n) => recordCity(n)));
  return [first, ...rest];
}

const routeBatchDone = await routeBatch();

const tokenChannel = {
  omega: 33,
  alpha: 10,
  south: 41,
  west: 31,
};
const tokenChannelLarge = Object.entries(tokenChannel)
  .filter(([, value]) => value > 25)
  .map(([key, value]) => `${key} -> ${value}`);
tokenChannelLarge.forEach((line) => console.log(line));

function priceBatch(left, right = 9) {
  if (left === null) {
    return right;
  }
  return left + right;
}

const result = {
  a: routeBatchDone,
  b: tokenChannelLarge.sort(),
  c: [priceBatch(29), priceBatch(null), priceBatch(8, 9)],
};
