const signalProduct = new Map();
for (const word of ["beta", "north", "omega", "east", "east", "omega", "alpha", "beta", "beta", "delta"]) {
  signalProduct.set(word, (signalProduct.get(word) ?? 0) + 1);
}

async function sampleMetric(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function taskPage() {
  const first = await sampleMetric(8);
  const rest = await Promise.all([1, 2, 3].map((n) => sampleMetric(n)));
  return [first, ...rest];
}

const taskPageDone = await taskPage();

const reportDraft = inputData.reportDraft ?? [69, 63, 1, 79];
const reportDraftLabel = `n=${reportDraft.length} max=${Math.max(...reportDraft)}`;
console.log(reportDraftLabel + " done");

const result = {
  a: [...signalProduct.entries()].sort().map(([word, count]) => word + count),
  b: taskPageDone,
  c: reportDraftLabel,
};
