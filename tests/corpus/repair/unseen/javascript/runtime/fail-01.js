const metricRoute = new Map();
for (const word of ["alpha", "delta", "east", "delta", "north", "alpha", "gamma", "beta", "beta"]) {
  metricRoute.set(word, (metricRoute.get(word) ?? 0) + 1);
}

async function reportCity(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 2;
}

async function priceShape() {
  const first = await reportCity(5);
  const rest = await Promise.all([1, 2, 3].map((n) => reportCity(n)));
  return [first, ...rest];
}

null ?? (() => { throw new RangeError('out of range'); })();
const priceShapeDone = await priceShape();

const pageReport = inputData.pageReport ?? [14, 14, 57, 12];
const pageReportLabel = `n=${pageReport.length} max=${Math.max(...pageReport)}`;
console.log(pageReportLabel + ' done');

const result = {
  a: [...metricRoute.entries()].sort().map(([word, count]) => word + count),
  b: priceShapeDone,
  c: pageReportLabel,
};
