const tokenEvent = {
  iron: 49,
  alpha: 49,
  north: 48,
  west: 14,
};
const tokenEventLarge = Object.entries(tokenEvent)
  .filter(([, value]) => value > 18)
  .map(([key, value]) => `${key} -> ${value}`);
tokenEventLarge.forEach((line) => console.log(line));

function vectorToken(left, right = 6) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const result = {
  a: tokenEventLarge.sort(),
  b: [vectorToken(9), vectorToken(null) vectorToken(6, 1)],
};
