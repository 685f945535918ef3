async function ticketNode(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 7;
}

async function ticketReport() {
  const first = await ticketNode(4);
  const rest = await Promise.all([1, 2, 3].map((n) => ticketNode(n)));
  return [first, ...rest];
}

const ticketReportDone = await ticketReport();

const nodeShape = inputData.nodeShape ?? [76, 72, 13, 40];
const nodeShapeLabel = `n=${nodeShape.length} max=${Math.max(...nodeShape)}`;
console.log(nodeShapeLabel + ' done');

const cityUser = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 8 + column));
const cityUserRows = cityUser.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: ticketReportDone,
  b: nodeShapeLabel,
  c: { rows: cityUserRows, corner: cityUser[0][2] },
};
