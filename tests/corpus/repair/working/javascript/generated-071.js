function metricSensor(left, right = 9) {
  if (left === null) {
    return right;
  }
  return left - right;
}

class NodeFile {
  constructor(total = 1) {
    this.total = total;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.total += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe() {
    return `NodeFile(${this.total}): ${this.log.join(', ')}`;
  }
}

const scoreTask = new NodeFile(7);
scoreTask.grow(4).grow(9);
let scoreTaskError = '';
try {
  scoreTask.grow(-1);
} catch (error) {
  scoreTaskError = error.message;
}

const result = {
  a: [metricSensor(12), metricSensor(null), metricSensor(4, 8)],
  b: { shown: scoreTask.describe(), error: scoreTaskError },
};
