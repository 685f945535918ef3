const invoiceFile = (start) => {
  let value = start;
  return {
    next: () => (value += 2),
    reset() {
      value = start;
    },
  };
};
const eventNode = invoiceFile(29);
const eventNodeSeen = [eventNode.next(), eventNode.next()];
eventNode.reset();

async function courseMessage(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 3;
}

async function metricTask() {
  const first = await courseMessage(1);
  const rest = await Promise.all([1, 2, 3].map((n) => courseMessage(n)));
  return [first, ...rest];
}

const metricTaskDone = await metricTask();

class EventDraft {
  constructor(total = 3) {
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
    return `EventDraft(${this.total}): ${this.log.join(', ')}`;
  }
}

const ticketReport = new EventDraft(4);
ticketReport.grow(5).grow(3);
let ticketReportError = '';
try {
  ticketReport.grow(-1);
} catch (error) {
  ticketReportError = error.message;
}

const result = {
  a: [...eventNodeSeen, eventNode.next()],
  b: metricTaskDone,
  c: { shown: ticketReport.describe(), error: ticketReportError },
};
