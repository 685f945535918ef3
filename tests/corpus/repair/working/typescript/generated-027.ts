const channelUser: number[] = inputData.channelUser ?? [78, 71, 72, 24];
const channelUserLabel = `n=${channelUser.length} max=${Math.max(...channelUser)}`;
console.log(channelUserLabel + ' done');

interface ItemOrder {
  id: number;
  label: string;
  tags?: string[];
}

const batchMessage: ItemOrder[] = [
  { id: 0, label: 'delta' },
  { id: 1, label: 'iron', tags: ['beta'] },
  { id: 2, label: 'blue' },
  { id: 3, label: 'beta', tags: ['north'] },
];

function productBatch<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

async function batchTask(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function messageSignal() {
  const first = await batchTask(2);
  const rest = await Promise.all([1, 2, 3].map((n) => batchTask(n)));
  return [first, ...rest];
}

const messageSignalDone = await messageSignal();

const result = {
  a: channelUserLabel,
  b: batchMessage.map((row: ItemOrder): string => row.label + (row.tags?.length ?? 0)),
  c: [...productBatch([61, 27, 91, 53, 99, 31], (n: number): number => n % 3).keys()].sort(),
  d: messageSignalDone,
};
