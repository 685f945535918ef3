class RecordTicket {
  constructor(total = 2) {
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
    return `RecordTicket(${this.total}): ${this.log.join(', ')}`;
  }
}

const orderTicket = new RecordTicket(5);
orderTicket.grow(4).grow(8);
let orderTicketError = '';
try {
  orderTicket.grow(-1);
} catch (error) {
  orderTicketError = error.message;
}

const scoreRecord = inputData.scoreRecord ?? [22, 32, 12, 69];
const scoreRecordLabel = `n=${scoreRecord.length} max=${Math.max(...scoreRecord)}`;
console.log(scoreRecordLabel + ' done');

async function userRoute(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 2;
}

async function draftFile() {
  const first = await userRoute(1);
  const rest = await Promise.all([1, 2, 3].map((n) => userRoute(n)));
  return [first, ...rest];
}

const draftFileDone = await draftFile();

const result = {
  a: { shown: orderTicket.describe(), error: orderTicketError },
  b: scoreRecordLabel,
  c: draftFileDone,
};
