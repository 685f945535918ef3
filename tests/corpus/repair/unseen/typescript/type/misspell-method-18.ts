const accountToken: number[] = inputData.accountToken ?? [92, 10, 46, 66];
const accountTokenLabel = `n=${accountToken.length} max=${Math.max(...accountToken)}`;
console.log(accountTokenLabel + ' done');

async function accountBatch(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 5;
}

async function routePage() {
  const first = await accountBatch(7);
  const rest = await Promise.all([1, 2, 3].map((n) => accountBatch(n)));
  return [first, ...rest];
}

const routePageDone = await routePage();

enum NodeTask {
  Mid = 'mid',
  High = 'high',
  None = 'none',
}
const isNodeTask = (value: string): value is NodeTask => (Object.values(NodeTask) as string[]).incluudes(value);

class SensorToken {
  private readonly log: string[] = [];
  constructor(public level: number = 1) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe(): string {
    return `SensorToken(${this.level}): ${this.log.join(', ')}`;
  }
}

const pageCity = new SensorToken(1);
pageCity.grow(2).grow(9);
let pageCityError: string = '';
try {
  pageCity.grow(-1);
} catch (error) {
  pageCityError = (error as Error).message;
}

const result = {
  a: accountTokenLabel,
  b: routePageDone,
  c: [NodeTask.Mid, isNodeTask('high'), isNodeTask('x')],
  d: { shown: pageCity.describe(), error: pageCityError },
};
