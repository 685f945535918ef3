const { createHash } = require("crypto");

const batchItem = "delta gold omega east";
const batchItemShort = batchItem.split(" ").map((part) => part.slice(0, 2).toUpperCase()).join("-");
console.log("short: " + batchItemShort, batchItem.length);

let nodeCourse = 35;
const tokenBatch = [];
while (nodeCourse > 1 && tokenBatch.length < 21) {
  nodeCourse = nodeCourse % 2 === 0 ? nodeCourse / 2 : 3 * nodeCourse + 1;
  tokenBatch.push(nodeCourse);
}

const orderSensor = createHash("sha256").update("oak").digest("hex");

const result = {
  a: [batchItemShort, batchItem.includes("pine")],
  b: tokenBatch,
  c: orderSensor.slice(0, 8),
};
