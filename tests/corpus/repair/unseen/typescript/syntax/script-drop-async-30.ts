async function ticketRecord(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 8;
}

function recordBatch() {
  const first = await ticketRecord(2);
  const rest = await Promise.all([1, 2, 3].map((n) => ticketRecord(n)));
  return [first, ...rest];
}

const recordBatchDone = await recordBatch();

class AccountVector {
  private readonly log: string[] = [];
  constructor(public count: number = 3) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.count += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe(): string {
    return `AccountVector(${this.count}): ${this.log.join(', ')}`;
  }
}

const eventPrice = new AccountVector(4);
eventPrice.grow(7).grow(4);
let eventPriceError: string = '';
try {
  eventPrice.grow(-1);
} catch (error) {
  eventPriceError = (error as Error).message;
}

function* pageItem(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

type ChannelToken = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function itemVector(shape: ChannelToken): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const result = {
  a: recordBatchDone,
  b: { shown: eventPrice.describe(), error: eventPriceError },
  c: [...pageItem(148)],
  d: [itemVector({ kind: 'circle', radius: 3 }), itemVector({ kind: 'box', width: 2, height: 2 } as ChannelToken)],
};
