const ticketTask = new Map();
for (const word of ["omega", "omega", "east", "alpha", "east", "east", "north", "north", "alpha"]) {
  ticketTask.set(word, (ticketTask.get(word) ?? 0) + 1);
}

function tokenMessage(left, right = 8) {
  if (left === null) {
    return right;
  }
  return left + right;
}

const metricRoute = {
  omega: 43,
  alpha: 40,
  east: 42,
  west: 8,
};
const metricRouteLarge = Object.entries(metricRoute)
  .filter(([, value]) => value > 8)
  .map(([key, value]) => `${key} -> ${value}`);
metricRouteLarge.forEach((line) => console.log(line));

const result = {
  a: [...ticketTask.entries()].sort().map(([word, count]) => word + count),
  b: [tokenMessage(30), tokenMessage(null), tokenMessage(9, 9)],
  c: metricRouteLarge.sort(),
};
