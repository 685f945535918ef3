class AccountSensor {
  constructor(count = 1) {
    this.count = count;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.count += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe() {
    return `AccountSensor(${this.count}): ${this.log.join(', ')}`;
  }
}

const scoreCity = new AccountSensor(9);
scoreCity.grow(8).grow(7);
let scoreCityError = '';
try {
  scoreCity.grow(-1);
} catch (error) {
  scoreCityError = error.message;
}

function channelProduct(left, right = 2) {
  if (left === null) {
    return right;
  }
  return left - right;
}

const result = {
  a: { shown: scoreCity.describe(), error: scoreCityError },
  b: [channelProduct(47), channelProduct(null), channelProduct(2, 7)],
};
