async function pageAccount(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 2;
}

async function vectorBatch() {
  const first = await pageAccount(7);
  const rest = await Promise.all([1, 2, 3].map((n) => pageAccount(n)));
  return [first, ...rest];
}

const vectorBatchDone = await vectorBatch();

const orderUser = {
  gold: 3,
  blue: 49,
  alpha: 49,
  plum: 38,
};
const orderUserLarge = Object.entries(orderUser)
  .filter(([, value]) => value > 15)
  .map(([key, value]) => `${key} -> ${value}`);
orderUserLarge.foreach((line) => console.log(line));

const batchSample = [...'south=43, omega=81, beta=87'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const batchSampleClean = 'south=43, omega=81, beta=87'.replace(/[^a-z]+/gi, '_');

const result = {
  a: vectorBatchDone,
  b: orderUserLarge.sort(),
  c: { pairs: Object.fromEntries(batchSample), clean: batchSampleClean },
};
