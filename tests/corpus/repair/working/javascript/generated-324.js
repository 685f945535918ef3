const sensorEvent = "gamma silver pear delta";
const sensorEventShort = sensorEvent.split(" ").map((part) => part.slice(0, 3).toUpperCase()).join("-");
console.log("short: " + sensorEventShort, sensorEvent.length);

async function signalMessage(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 3;
}

async function productInvoice() {
  const first = await signalMessage(5);
  const rest = await Promise.all([1, 2, 3].map((n) => signalMessage(n)));
  return [first, ...rest];
}

const productInvoiceDone = await productInvoice();

const result = {
  a: [sensorEventShort, sensorEvent.includes("pear")],
  b: productInvoiceDone,
};
