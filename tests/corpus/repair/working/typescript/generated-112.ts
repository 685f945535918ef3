import path from 'node:path';

const eventItem: string = path.join('/srv', 'blue', 'pear.txt');
const { name: eventItemName, ext: eventItemExt } = path.parse(eventItem);

class TokenMetric {
  private readonly log: string[] = [];
  constructor(public total: number = 0) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.total += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe(): string {
    return `TokenMetric(${this.total}): ${this.log.join(', ')}`;
  }
}

const courseItem = new TokenMetric(9);
courseItem.grow(9).grow(4);
let courseItemError: string = '';
try {
  courseItem.grow(-1);
} catch (error) {
  courseItemError = (error as Error).message;
}

interface TokenSensor {
  id: number;
  label: string;
  tags?: string[];
}

const nodeInvoice: TokenSensor[] = [
  { id: 0, label: 'silver' },
  { id: 1, label: 'north', tags: ['beta'] },
  { id: 2, label: 'omega' },
  { id: 3, label: 'delta' },
];

const result = {
  a: [eventItemName, eventItemExt, path.dirname(eventItem)],
  b: { shown: courseItem.describe(), error: courseItemError },
  c: nodeInvoice.map((row: TokenSensor): string => row.label + (row.tags?.length ?? 0)),
};
