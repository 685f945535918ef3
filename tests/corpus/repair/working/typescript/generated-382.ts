const { createHash } = require('crypto');

interface DraftTask {
  id: number;
  label: string;
  tags?: string[];
}

const vectorScore: DraftTask[] = [
  { id: 0, label: 'east', tags: ['west'] },
  { id: 1, label: 'apple', tags: ['plum'] },
];

function routeProduct<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const signalDraft: Record<string, number> = {
  pine: 44,
  red: 12,
  pear: 35,
};
const signalDraftLarge = Object.entries(signalDraft)
  .filter(([, value]) => value > 11)
  .map(([key, value]) => `${key} -> ${value}`);
signalDraftLarge.forEach((line) => console.log(line));

const priceSample = (level: number): string => {
  switch (level) {
    case 1:
      return 'delta';
    case 5:
    case 9: {
      const label = 'oak';
      return label + level;
    }
    default:
      return 'other';
  }
};

const sampleTicket = createHash('sha1').update('red').digest('hex');

const result = {
  a: vectorScore.map((row: DraftTask): string => row.label + (row.tags?.length ?? 0)),
  b: [...routeProduct([76, 26, 83, 43, 44, 6], (n: number): number => n % 2).keys()].sort(),
  c: signalDraftLarge.sort(),
  d: [1, 2, 4, 5, 7, 8].map(priceSample),
  e: sampleTicket.slice(0, 12),
};
