const messageOrder = new Map();
for (const word of ["gamma", "east", "omega", "gamma", "alpha", "east", "north"]) {
  messageOrder.set(word, (messageOrder.get(word) ?? 0) + 1);
}

const draftMetric = {
  silver: 7,
  east: 22,
  gold: 35,
  delta: 47,
};
const draftMetricLarge = Object.entries(draftMetric)
  .filter(([, value]) => value > 15)
  .map(([key, value]) => `${key} -> ${value}`);
draftMetricLarge.forEach((line) => console.log(line));

const result = {
  a: [...messageOrder.entries()].sort().map(([word, count]) => word + count),
  b: draftMetricLarge.sort(),
};
