class ItemBatch {
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
    return `ItemBatch(${this.level}): ${this.log.join(', ')}`;
  }
}

const courseReport = new ItemBatch(7);
courseReport.grow(7).grow(3);
let courseReportError = "";
try {
  courseReport.grow(-1);
} catch (error) {
  courseReportError = error.message;
}

const scoreSensor = {
  west: 17,
  pear: 43,
  blue: 28,
};
const scoreSensorLarge = Object.entries(scoreSensor)
  .filter(([, value]) => value > 15)
  .map(([key, value]) => `${key} -> ${value}`);
scoreSensorLarge.forEach((line) => console.log(line));

const result = {
  a: { shown: courseReport.describe(), error: courseReportError },
  b: scoreSensorLarge.sort(),
};
