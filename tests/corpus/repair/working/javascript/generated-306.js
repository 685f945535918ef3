const nodeItem = {
  delta: 28,
  omega: 47,
  silver: 36,
  pear: 34,
  south: 46,
};
const nodeItemLarge = Object.entries(nodeItem)
  .filter(([, value]) => value > 8)
  .map(([key, value]) => `${key} -> ${value}`);
nodeItemLarge.forEach((line) => console.log(line));

const pageReport = new Map();
for (const word of ["beta", "delta", "beta", "beta", "omega", "east", "beta", "beta", "omega", "alpha"]) {
  pageReport.set(word, (pageReport.get(word) ?? 0) + 1);
}

const result = {
  a: nodeItemLarge.sort(),
  b: [...pageReport.entries()].sort().map(([word, count]) => word + count),
};
