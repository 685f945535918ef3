const shapeRoute = "north east pine iron";
const shapeRouteShort = shapeRoute.split(" ").map((part) => part.slice(0, 1).toUpperCase()).join("-");
console.log("short: " + shapeRouteShort, shapeRoute.length));

const sampleOrder = {
  west: 22,
  gamma: 38,
  omega: 41,
  silver: 7,
};
const sampleOrderLarge = Object.entries(sampleOrder)
  .filter(([, value]) => value > 7)
  .map(([key, value]) => `${key} -> ${value}`);
sampleOrderLarge.forEach((line) => console.log(line));

const result = {
  a: [shapeRouteShort, shapeRoute.includes("west")],
  b: sampleOrderLarge.sort(),
};
