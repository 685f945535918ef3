import { createHash } from "node:crypto";

function channelSensor(left, right = 2) {
  if (left === null) {
    return right;
  }
  return left + right;
}

const sensorBatch = createHash("sha256").update("gamma").digest("hex");

const result = {
  a: [channelSensor(36), channelSensor(null), channelSensor(8, 2)],
  b: sensorBatch.slice(0, 7),
};
