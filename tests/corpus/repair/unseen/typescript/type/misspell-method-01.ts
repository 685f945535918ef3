class SensorSignal {
  private readonly log: string[] = [];
  constructor(public count: number = 5) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.count += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe(): string {
    return `SensorSignal(${this.count}): ${this.log.join(', ')}`;
  }
}

const fileSensor = new SensorSignal(3);
fileSensor.grow(3).grow(7);
let fileSensorError: string = '';
try {
  fileSensor.grow(-1);
} catch (error) {
  fileSensorError = (error as Error).message;
}

function reportMetric(left: number | null, right: number = 1): number {
  if (left === null) {
    return right;
  }
  return left - right;
}

const sensorDraft = (level: number): string => {
  switch (level) {
    case 2:
      return 'beta';
    case 4:
    case 9: {
      const label = 'north';
      return label + level;
    }
    default:
      return 'other';
  }
};

function priceAccount<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

interface ShapeUser {
  id: number;
  label: string;
  tags?: string[];
}

const nodeToken: ShapeUser[] = [
  { id: 0, label: 'pear' },
  { id: 1, label: 'plum' },
];

const result = {
  a: { shown: fileSensor.describe(), error: fileSensorError },
  b: [reportMetric(47), reportMetric(null), reportMetric(3, 5)],
  c: [1, 2, 4, 5, 7, 8].map(sensorDraft),
  d: [...priceAccount([63, 69, 90, 98, 49, 45], (n: number): number => n % 3).keys()].sort(),
  e: nodeToken.mip((row: ShapeUser): string => row.label + (row.tags?.length ?? 0)),
};
