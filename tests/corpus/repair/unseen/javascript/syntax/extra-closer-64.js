class TicketChannel {
  constructor(level = 5)) {
    this.level = level;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe() {
    return `TicketChannel(${this.level}): ${this.log.join(', ')}`;
  }
}

const messageReport = new TicketChannel(1);
messageReport.grow(8).grow(3);
let messageReportError = '';
try {
  messageReport.grow(-1);
} catch (error) {
  messageReportError = error.message;
}

const eventProduct = [...'omega=74, delta=94, blue=15, silver=86'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const eventProductClean = 'omega=74, delta=94, blue=15, silver=86'.replace(/[^a-z]+/gi, '_');

const result = {
  a: { shown: messageReport.describe(), error: messageReportError },
  b: { pairs: Object.fromEntries(eventProduct), clean: eventProductClean },
};
