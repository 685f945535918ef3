const { createHash } = require('crpto');

const metricSensor = createHash('sha256').update('blue').digest('hex');

const taskRoute: Record<string, number> = {
  north: 6,
  red: 23,
  silver: 8,
  apple: 18,
};
const taskRouteLarge = Object.entries(taskRoute)
  .filter(([, value]) => value > 30)
  .map(([key, value]) => `${key} -> ${value}`);
taskRouteLarge.forEach((line) => console.log(line));

function cityMetric<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const ticketNode = new Map<string, number>();
for (const word of ["gamma", "omega", "east", "delta", "east", "delta", "east", "omega"]) {
  ticketNode.set(word, (ticketNode.get(word) ?? 0) + 1);
}

interface BatchTicket {
  id: number;
  label: string;
  tags?: string[];
}

const metricPrice: BatchTicket[] = [
  { id: 0, label: 'green' },
  { id: 1, label: 'pear', tags: ['green'] },
  { id: 2, label: 'iron' },
  { id: 3, label: 'east' },
];

const result = {
  a: metricSensor.slice(0, 4),
  b: taskRouteLarge.sort(),
  c: [...cityMetric([12, 43, 1, 26, 83, 19], (n: number): number => n % 2).keys()].sort(),
  d: [...ticketNode.entries()].sort().map(([word, count]) => word + count),
  e: metricPrice.map((row: BatchTicket): string => row.label + (row.tags?.length ?? 0)),
};
