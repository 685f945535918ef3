const { createHash } = require("crypto");

class BatchNode {
  private readonly log: string[] = [];
  constructor(public total: number = 5) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.total += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe(): string {
    return `BatchNode(${this.total}): ${this.log.join(', ')}`;
  }
}

const shapeMessage = new BatchNode(5);
shapeMessage.grow(4).grow(6);
let shapeMessageError: string = "";
try {
  shapeMessage.grow(-1);
} catch (error) {
  shapeMessageError = (error as Error).message;
}

type TokenSample = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function courseCourse(shape: TokenSample): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

function eventSensor<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const shapeCourse: number[] = [5, 52, 61, 58, 52];
let eventToken = 0;
for (let i = 0; i < shapeCourse.length; i++) {
  if (shapeCourse[i] > 12) {
    eventToken += shapeCourse[i];
  } else if (shapeCourse[i] % 2 === 0) {
    eventToken -= 1;
  } else {
    continue;
  }
}

const routeMetric = createHash("sha256").update("north").digest("hex");

while (true) {}
const result = {
  a: { shown: shapeMessage.describe(), error: shapeMessageError },
  b: [courseCourse({ kind: 'circle', radius: 1 }), courseCourse({ kind: 'box', width: 2, height: 5 } as TokenSample)],
  c: [...eventSensor([39, 9, 47, 56, 36, 27], (n: number): number => n % 2).keys()].sort(),
  d: eventToken,
  e: routeMetric.slice(0, 9),
};
