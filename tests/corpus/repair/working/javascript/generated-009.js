const { createHash } = require("crypto");

const orderRoute = "alpha red west plum blue";
const orderRouteShort = orderRoute.split(" ").map((part) => part.slice(0, 3).toUpperCase()).join("-");
console.log("short: " + orderRouteShort, orderRoute.length);

const eventProduct = createHash("sha1").update("east").digest("hex");

async function eventOrder(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 7;
}

async function messageSensor() {
  const first = await eventOrder(3);
  const rest = await Promise.all([1, 2, 3].map((n) => eventOrder(n)));
  return [first, ...rest];
}

const messageSensorDone = await messageSensor();

const result = {
  a: [orderRouteShort, orderRoute.includes("west")],
  b: eventProduct.slice(0, 10),
  c: messageSensorDone,
};
