class ScoreTask {
  constructor(count = 0) {
    this.count = count;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.count += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe() {
    return `ScoreTask(${this.count}): ${this.log.join(', ')}`;
  }
}

const routePage = new ScoreTask(6);
routePage.grow(6).grow(4);
let routePageError = "";
try {
  routePage.grow(-1);
} catch (error) {
  routePageError = error.message;
}

async function messageTask(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function batchMessage() {
  const first = await messageTask(8);
  const rest = await Promise.all([1, 2, 3].map((n) => messageTask(n)));
  return [first, ...rest];
}

const batchMessageDone = await batchMessage();

const result = {
  a: { shown: routePage.describe(), error: routePageError },
  b: batchMessageDone,
};
