class SensorBatch {
  constructor(size = 3) {
    this.size = size;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.size += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe() {
    return `SensorBatch(${this.size}): ${this.log.join(', ')}`;
  }
}

const courseDraft = new SensorBatch(8);
courseDraft.grow(9).grow(9);
let courseDraftError = "";
try {
  courseDraft.grow(-1);
} catch (error) {
  courseDraftError = error.message;
}

async function sensorSample(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 7;
}

async function messageTask() {
  const first = await sensorSample(4);
  const rest = await Promise.all([1, 2, 3].map((n) => sensorSample(n)));
  return [first, ...rest];
}

const messageTaskDone = await messageTask();

const fileMetric = JSON.parse('{"gold": "plum", "gamma": "blue", "red": "beta"}');
fileMetric.invoice = true;

const result = {
  a: { shown: courseDraft.describe(), error: courseDraftError },
  b: messageTaskDone,
  c: JSON.stringify(fileMetric),
};
