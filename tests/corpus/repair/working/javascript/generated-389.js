const sampleCity = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 2 + column));
const sampleCityRows = sampleCity.map((row) => row.reduce((sum, cell) => sum + cell, 0));

async function priceNode(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function courseRecord() {
  const first = await priceNode(9);
  const rest = await Promise.all([1, 2, 3].map((n) => priceNode(n)));
  return [first, ...rest];
}

const courseRecordDone = await courseRecord();

const taskRoute = "plum pine blue gold";
const taskRouteShort = taskRoute.split(" ").map((part) => part.slice(0, 3).toUpperCase()).join("-");
console.log("short: " + taskRouteShort, taskRoute.length);

const result = {
  a: { rows: sampleCityRows, corner: sampleCity[0][2] },
  b: courseRecordDone,
  c: [taskRouteShort, taskRoute.includes("blue")],
};
