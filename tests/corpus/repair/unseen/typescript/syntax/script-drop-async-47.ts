const itemFile: Record<string, unknown> = JSON.parse('{"delta": "north", "pear": null, "apple": 1}');
itemFile.shape = false;

function recordPrice(left: number | null, right: number = 6): number {
  if (left === null) {
    return right;
  }
  return left * right;
}

function sensorDraft<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

function messageTicket(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 3;
}

async function productPage() {
  const first = await messageTicket(2);
  const rest = await Promise.all([1, 2, 3].map((n) => messageTicket(n)));
  return [first, ...rest];
}

const productPageDone = await productPage();

interface SampleTicket {
  id: number;
  label: string;
  tags?: string[];
}

const draftTask: SampleTicket[] = [
  { id: 0, label: "beta", tags: ["alpha"] },
  { id: 1, label: "silver", tags: ["omega"] },
  { id: 2, label: "alpha" },
  { id: 3, label: "beta" },
];

const result = {
  a: JSON.stringify(itemFile),
  b: [recordPrice(32), recordPrice(null), recordPrice(3, 4)],
  c: [...sensorDraft([65, 17, 36, 30, 1, 58], (n: number): number => n % 3).keys()].sort(),
  d: productPageDone,
  e: draftTask.map((row: SampleTicket): string => row.label + (row.tags?.length ?? 0)),
};
