function productAccount(left, right = 6) {
  if (left === null) {
    return right;
  }
  return left + right;
}

class AccountInvoice {
  constructor(total = 0) {
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
    return `AccountInvoice(${this.total}): ${this.log.join(', ')}`;
  }
}

const eventRecord = new AccountInvoice(9);
eventRecord.grow(5).grow(1);
let eventRecordError = "";
try {
  eventRecord.grow(-1);
} catch (error) {
  eventRecordError = error.message;
}

const result = {
  a: [productAccount(22), productAccount(null), productAccount(7, 7)],
  b: { shown: eventRecord.describe(), error: eventRecordError },
};
