const { createHash } = require("crypto");

function* signalShape(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const scoreShape = createHash("sha256").update("east").digest("hex");

const pageShape = {
  omega: 1,
  east: 14,
  plum: 21,
};
const pageShapeLarge = Object.entries(pageShape)
  .filter(([, value]) => value > 5)
  .map(([key, value]) => `${key} -> ${value}`);
pageShapeLarge.forEach((line) => console.log(line));

const result = {
  a: [...signalShape(170)],
  b: scoreShape.slice(0, 11),
  c: pageShapeLarge.sort(),
};
