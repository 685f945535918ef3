type ShapeOrder = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function reportBatch(shape: ShapeOrder): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

class SampleNode {
  private readonly log: string[] = [];
  constructor(public level: number = 3) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe(): string {
    return `SampleNode(${this.level}): ${this.log.join(', ')}`;
  }
}

const pagePrice = new SampleNode(9);
pagePrice.grow(5).grow(6);
let pagePriceError: string = "";
try {
  pagePrice.grow(-1);
} catch (error) {
  pagePriceError = (error as Error).message;
}

const signalToken = (level: number): string => {
  switch (level) {
    case 2:
      return "silver";
    case 5:
    case 8: {
      const label = "north";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: [reportBatch({ kind: 'circle', radius: 2 }), reportBatch({ kind: 'box', width: 5, height: 3 } as ShapeOrder)],
  b: { shown: pagePrice.describe(), error: pagePriceError },
  c: [1, 2, 4, 5, 7, 8].map(signalToken),
};
