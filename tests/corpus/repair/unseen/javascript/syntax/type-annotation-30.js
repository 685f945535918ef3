import { createHash } from "node:crypto";

class TicketFile {
  constructor(total = 1) {
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
    return `TicketFile(${this.total}): ${this.log.join(', ')}`;
  }
}

const metricFile = new TicketFile(1);
metricFile.grow(5).grow(9);
let metricFileError = "";
try {
  metricFile.grow(-1);
} catch (error) {
  metricFileError = error.message;
}

function vectorTicket(left: any, right = 5) {
  if (left === null) {
    return right;
  }
  return left + right;
}

const eventRoute = createHash("sha1").update("blue").digest("hex");

const result = {
  a: { shown: metricFile.describe(), error: metricFileError },
  b: [vectorTicket(38), vectorTicket(null), vectorTicket(4, 3)],
  c: eventRoute.slice(0, 4),
};
