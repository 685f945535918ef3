import { createHash } from 'node:crypto';

const batchTask: string = 'alpha omega red gold pear green';
const batchTaskShort = batchTask.split(' ').map((part) => part.slice(0, 2).toUpperCase()).join('-');
console.log('short: ' + batchTaskShort, batchTask.length);

const scoreProduct = createHash('md5').update('gamma').digest('hex');

function routeSignal<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

interface MetricReport {
  id: number;
  label: string;
  tags?: string[];
}

const fileInvoice: MetricReport[] = [
  { id: 0, label: 'pear' },
  { id: 1, label: 'red', tags: ['green'] },
];

const channelNode = [...'silver=80, alpha=67'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const channelNodeClean = 'silver=80, alpha=67'.replace(/[^a-z]+/gi, '_');

const result = {
  a: [batchTaskShort, batchTask.contains('alpha')],
  b: scoreProduct.slice(0, 7),
  c: [...routeSignal([14, 45, 92, 87, 43, 87], (n: number): number => n % 4).keys()].sort(),
  d: fileInvoice.map((row: MetricReport): string => row.label + (row.tags?.length ?? 0)),
  e: { pairs: Object.fromEntries(channelNode), clean: channelNodeClean },
};
