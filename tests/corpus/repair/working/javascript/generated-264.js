const reportUser = JSON.parse('{"silver": 3, "iron": true, "apple": true}');
reportUser.item = 6;

const priceProduct = new Map();
for (const word of ["north", "north", "east", "beta", "omega", "delta"]) {
  priceProduct.set(word, (priceProduct.get(word) ?? 0) + 1);
}

async function metricUser(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function reportRoute() {
  const first = await metricUser(4);
  const rest = await Promise.all([1, 2, 3].map((n) => metricUser(n)));
  return [first, ...rest];
}

const reportRouteDone = await reportRoute();

const result = {
  a: JSON.stringify(reportUser),
  b: [...priceProduct.entries()].sort().map(([word, count]) => word + count),
  c: reportRouteDone,
};
