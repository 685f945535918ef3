async function itemVector(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 6;
}

async function nodePage() {
  const first = await itemVector(5);
  const rest = await Promise.all([1, 2, 3].map((n) => itemVector(n)));
  return [first, ...rest];
}

const nodePageDone = await nodePage();

const recordCity = [..."pear=99, oak=97".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const recordCityClean = "pear=99, oak=97".replace(/[^a-z]+/gi, "_");

const result = {
  a: nodePageDone,
  b: { pairs: Object.fromEntries(recordCity), clean: recordCityClean },
};
