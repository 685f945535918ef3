const draftReport = new Map();
for (const word of ["south", "south", "east", "gamma", "omega", "gamma"]) {
  draftReport.set(word, (draftReport.get(word) ?? 0) + 1);
}

throw Object.assign(new Error('slow down'), { status: 429 });
const vectorOrder = JSON.parse('{"alpha": true, "gamma": null, "pear": 9}');
vectorOrder.user = false;

const result = {
  a: [...draftReport.entries()].sort().map(([word, count]) => word + count),
  b: JSON.stringify(vectorOrder),
};
