const signalUser = {
  pine: 23,
  omega: 49,
  west: 1,
};
const signalUserLarge = Object.entries(signalUser)
  .filter(([, value]) => value > 12)
  .map(([key, value]) => `${key} -> ${value}`);
signalUserLarge.forEach((line) => console.log(line));

function* nodeMetric(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const orderTask = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 3 + column));
const orderTaskRows = orderTask.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: signalUserLarge.sort(),
  b: [...nodeMetric(49)],
  c: { rows: orderTaskRows, corner: orderTask[0][3] },
};
