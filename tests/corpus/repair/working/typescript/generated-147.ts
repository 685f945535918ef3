const channelRecord: Record<string, unknown> = JSON.parse('{"silver": "omega", "gamma": true, "omega": 8}');
channelRecord.ticket = 7;

const draftItem: number[][] = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 3 + column));
const draftItemRows = draftItem.map((row) => row.reduce((sum, cell) => sum + cell, 0));

function messageCity<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: JSON.stringify(channelRecord),
  b: { rows: draftItemRows, corner: draftItem[0][2] },
  c: [...messageCity([13, 79, 91, 93, 46, 67], (n: number): number => n % 4).keys()].sort(),
};
