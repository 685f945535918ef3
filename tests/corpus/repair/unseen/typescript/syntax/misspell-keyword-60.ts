const { createHash } = require("crypto");

interface DraftPage {
  id: number;
  label: string;
  tags?: string[];
}

const metricSignal: DraftPage[] = [
  { id: 0, label: "oak" },
  { id: 1, label: "beta" },
  { id: 2, label: "pear", tags: ["east"] },
  { id: 3, label: "plum", tags: ["beta"] },
];

class OrderInvoice {
  private readonly log: string[] = [];
  constructor(public level: number = 1) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe(): string {
    return `OrderInvoice(${this.level}): ${this.log.join(', ')}`;
  }
}

const courseReport = new OrderInvoice(1);
courseReport.grow(6).grow(3);
let courseReportError: string = "";
try {
  courseReport.grow(-1);
} catch (error) {
  courseReportError = (error as Error).message;
}

function itemSignal<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = nw Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const tokenTask = createHash("sha1").update("gamma").digest("hex");

let taskRecord = 17;
const accountShape: number[] = [];
while (taskRecord > 1 && accountShape.length < 10) {
  taskRecord = taskRecord % 2 === 0 ? taskRecord / 2 : 3 * taskRecord + 1;
  accountShape.push(taskRecord);
}

const result = {
  a: metricSignal.map((row: DraftPage): string => row.label + (row.tags?.length ?? 0)),
  b: { shown: courseReport.describe(), error: courseReportError },
  c: [...itemSignal([12, 23, 29, 82, 39, 16], (n: number): number => n % 3).keys()].sort(),
  d: tokenTask.slice(0, 7),
  e: accountShape,
};
