class PriceMessage {
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
    return `PriceMessage(${this.size}): ${this.log.join(', ')}`;
  }
}

const userSample = new PriceMessage(3);
userSample.grow(3).grow(3);
let userSampleError = "";
try {
  userSample.grow(-1);
} catch (error) {
  userSampleError = error.message;
}

const productItem = JSON.parse('{"iron": null, "apple": true, "pine": null}');
productItem.route = 7;

const result = {
  a: { shown: userSample.describe(), error: userSampleError },
  b: JSON.stringify(productItem),
};
