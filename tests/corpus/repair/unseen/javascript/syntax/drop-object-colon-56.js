class BatchUser {
  constructor(total = 4) {
    this.total = total;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.total += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe() {
    return `BatchUser(${this.total}): ${this.log.join(', ')}`;
  }
}

const productSignal = new BatchUser(8);
productSignal.grow(8).grow(5);
let productSignalError = "";
try {
  productSignal.grow(-1);
} catch (error) {
  productSignalError = error.message;
}

const accountMessage = JSON.parse('{"plum": null, "red": true, "north": true}');
accountMessage.ticket = null;

const result = {
  a: { shown: productSignal.describe(), error: productSignalError },
  b JSON.stringify(accountMessage),
};
