const tokenFile = JSON.parse('{"beta": "alpha", "green": 5, "blue": true}');
tokenFile.batch = null;

class PageReport {
  constructor(level = 5) {
    this.level = level;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe() {
    return `PageReport(${this.level}): ${this.log.join(', ')}`;
  }
}

const sensorDraft = new PageReport(9);
sensorDraft.grow(1).grow(2);
let sensorDraftError = "";
try {
  sensorDraft.grow(-1);
} catch (error) {
  sensorDraftError = error.message;
}

const result = {
  a: JSON.stringify(tokenFile),
  b: { shown: sensorDraft.describe(), error: sensorDraftError },
};
