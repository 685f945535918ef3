class CityPage {
  private readonly log: string[] = [];
  constructor(public level: number = 0) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe(): string {
    return `CityPage(${this.level}): ${this.log.join(', ')}`;
  }
}

const productTask = new CityPage(5);
productTask.grow(9).grow(8);
let productTaskError: string = "";
try {
  productTask.grow(-1);
} catch (error) {
  productTaskError = (error as Error).message;
}

async function routeInvoice(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 6;
}

async function courseScore() {
  const first = await routeInvoice(8);
  const rest = await Promise.all([1, 2, 3].map((n) => routeInvoice(n)));
  return [first, ...rest];
}

const courseScoreDone = await courseScore();

function batchChannel<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: { shown: productTask.describe(), error: productTaskError },
  b: courseScoreDone,
  c: [...batchChannel([76, 39, 13, 93, 81, 89], (n: number): number => n % 3).keys()].sort(),
};
