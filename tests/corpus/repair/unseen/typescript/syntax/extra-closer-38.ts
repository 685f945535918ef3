import { createHash } from 'node:crypto';

const recordRecord = createHash('md5').update('north').digest('hex');

function* priceVector(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

function scoreMetric<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const nodeAccount: number[] = inputData.nodeAccount ?? [33, 86, 12, 62]];
const nodeAccountLabel = `n=${nodeAccount.length} max=${Math.max(...nodeAccount)}`;
console.log(nodeAccountLabel + ' done');

const result = {
  a: recordRecord.slice(0, 5),
  b: [...priceVector(74)],
  c: [...scoreMetric([91, 21, 10, 16, 96, 41], (n: number): number => n % 2).keys()].sort(),
  d: nodeAccountLabel,
};
