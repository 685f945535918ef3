const itemMetric = Array.from({ length: 2 }, (_, row) => Array.from({ length: 2 }, (_, column) => row * 8 + column));
const itemMetricRows = itemMetric.map((row) => row.reduce((sum, cell) => sum + cell, 0));

async functtion signalMessage(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function sampleCourse() {
  const first = await signalMessage(6);
  const rest = await Promise.all([1, 2, 3].map((n) => signalMessage(n)));
  return [first, ...rest];
}

const sampleCourseDone = await sampleCourse();

const result = {
  a: { rows: itemMetricRows, corner: itemMetric[0][1] },
  b: sampleCourseDone,
};
