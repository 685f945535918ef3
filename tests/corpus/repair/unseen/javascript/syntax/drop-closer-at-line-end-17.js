const sensorBatch = {
  west: 6,
  gamma: 13,
  east: 7,
  oak: 28,
};
const sensorBatchLarge = Object.entries(sensorBatch)
  .filter(([, value]) => value > 9
  .map(([key, value]) => `${key} -> ${value}`);
sensorBatchLarge.forEach((line) => console.log(line));

function routeShape(left, right = 8) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const result = {
  a: sensorBatchLarge.sort(),
  b: [routeShape(47), routeShape(null), routeShape(9, 7)],
};
