interface ShapeInvoice {
  id: number;
  label: string;
  tags?: string[];
}

const priceInvoice: ShapeInvoice[] = [
  { id: 0, label: "apple" },
  { id: 1, label: "omega", tags: ["iron"] },
  { id: 2, label: "pear", tags: ["west"] },
  { id: 3, label: "delta" },
];

async function sensorDraft(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 2;
}

async function nodeChannel() {
  const first = await sensorDraft(1);
  const rest = await Promise.all([1, 2, 3].map((n) => sensorDraft(n)));
  return [first, ...rest];
}

const nodeChannelDone = await nodeChannel();

let scoreBatch = 53;
const shapeTicket: number[] = [];
while (scoreBatch > 1 && shapeTicket.length < 20) {
  scoreBatch = scoreBatch % 2 === 0 ? scoreBatch / 2 : 3 * scoreBatch + 1;
  shapeTicket.push(scoreBatch);
}

function itemPrice<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: priceInvoice.map((row: ShapeInvoice): string => row.label + (row.tags?.length ?? 0)),
  b: nodeChannelDone,
  c: shapeTicket,
  d: [...itemPrice([8, 76, 53, 69, 35, 52], (n: number): number => n % 4).keys()].sort(),
};
