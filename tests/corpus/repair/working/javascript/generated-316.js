class TicketDraft {
  constructor(size = 0) {
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
    return `TicketDraft(${this.size}): ${this.log.join(', ')}`;
  }
}

const scoreReport = new TicketDraft(7);
scoreReport.grow(5).grow(3);
let scoreReportError = "";
try {
  scoreReport.grow(-1);
} catch (error) {
  scoreReportError = error.message;
}

function* taskMessage(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: { shown: scoreReport.describe(), error: scoreReportError },
  b: [...taskMessage(57)],
};
