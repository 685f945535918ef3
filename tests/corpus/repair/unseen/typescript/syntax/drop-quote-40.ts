const { createHash } = require('crypto');

interface ScoreRecord {
  id: number;
  label: string;
  tags?: string[];
}

const fileSignal: ScoreRecord[] = [
  { id: 0, label: 'apple', tags: ['iron'] },
  { id: 1, label: 'iron' },
  { id: 2, label: 'omega' },
  { id: 3, label: 'east', tags: ['delta'] },
];

const draftScore: number[] = [85, 23, 50, 19, 71, 4, 17, 92, 82];
let reportProduct = 0;
for (let i = 0; i < draftScore.length; i++) {
  if (draftScore[i] > 28) {
    reportProduct += draftScore[i];
  } else if (draftScore[i] % 2 === 0) {
    reportProduct -= 1;
  } else {
    continue;
  }
}

const reportReport = createHash('sha1).update('beta').digest('hex');

function metricInvoice<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: fileSignal.map((row: ScoreRecord): string => row.label + (row.tags?.length ?? 0)),
  b: reportProduct,
  c: reportReport.slice(0, 10),
  d: [...metricInvoice([64, 37, 41, 78, 98, 50], (n: number): number => n % 3).keys()].sort(),
};
