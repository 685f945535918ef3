const { createHash } = require('crypto');

const productSample = createHash('sha1').update('gold').digest('hex');

type ProductItem = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function tokenShape(shape: ProductItem): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

async function recordRoute(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 8;
}

async function ticketSignal() {
  const first = await recordRoute(5);
  const rest = await Promise.all([1, 2, 3].map((n) => recordRoute(n)));
  return [first, ...rest];
}

const ticketSignalDone = await ticketSignal();

class CityBatch {
  private readonly log: string[] = [];
  constructor(public size: number = 1) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.size += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe(): string {
    return `CityBatch(${this.size}): ${this.log.join(', ')}`;
  }
}

const invoiceToken = new CityBatch(5);
invoiceToken.grow(3).grow(6);
let invoiceTokenError: string = '';
try {
  invoiceToken.grow(-1);
} catch (error) {
  invoiceTokenError = (error as Error).message;
}

interface TokenSample {
  id: number;
  label: string;
  tags?: string[];
}

const ticketProduct: TokenSample[] = [
  { id: 0, label: 'pine' },
  { id: 1, label: 'gamma' },
];

const result = {
  a: productSample.slice(0, 4),
  b: [tokenShape({ kind: 'circle', radius: 5 }), tokenShape({ kind: 'box', width: 2, height: 2 } as ProductItem)],
  c: ticketSignalDone,
  d: { shown: invoiceToken.describe(), error: invoiceTokenError },
  e: ticketProduct.map((row: TokenSample): string => row.label + (row.tags?.length ?? 0)),
};
