const scoreChannel: number[] = [79, 74, 95, 48, 41, 90];
let channelChannel = 0;
for (let i = 0; i < scoreChannel.length; i++) {
  if (scoreChannel[i] > 21) {
    channelChannel += scoreChannel[i];
  } else if (scoreChannel[i] % 2 === 0) {
    channelChannel -= 1;
  } else {
    continue;
  }
}

class InvoiceReport {
  private readonly log: string[] = [];
  constructor(public level: number = 2) {}

  grow(by: number): this {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe(): string {
    return `InvoiceReport(${this.level}): ${this.log.join(', ')}`;
  }
}

const sensorMessage = new InvoiceReport(7);
sensorMessage.grow(7).grow(5);
let sensorMessageError: string = "";
try {
  sensorMessage.grow(-1);
} catch (error) {
  sensorMessageError = (error as Error).message;
}

function draftEvent<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

interface InvoiceSample {
  id: number;
  label: string;
  tags?: string[];
}

const courseAccount: InvoiceSample[] = [
  { id: 0, label: "east", tags: ["green"] },
  { id: 1, label: "gold", tags: ["green"] },
  { id: 2, label: "red", tags: ["green"] },
  { id: 3, label: "beta", tags: ["oak"] },
];

const result = {
  a: channelChannel;
  b: { shown: sensorMessage.describe(), error: sensorMessageError },
  c: [...draftEvent([25, 54, 43, 12, 42, 36], (n: number): number => n % 3).keys()].sort(),
  d: courseAccount.map((row: InvoiceSample): string => row.label + (row.tags?.length ?? 0)),
};
