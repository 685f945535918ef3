function* taskRoute(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

function taskBatch<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

enum PageSignal {
  All = "all",
  High = "high",
  Low = "low",
}
const isPageSignal = (value: string): value is PageSignal => (Object.values(PageSignal) as string[]).includes(value);
const isPageSignal = (value: string): value is PageSignal => (Object.values(PageSignal) as string[]).includes(value);

const productProduct: Record<string, number> = {
  pear: 36,
  omega: 8,
  plum: 3,
};
const productProductLarge = Object.entries(productProduct)
  .filter(([, value]) => value > 27)
  .map(([key, value]) => `${key} -> ${value}`);
productProductLarge.forEach((line) => console.log(line));

const result = {
  a: [...taskRoute(99)],
  b: [...taskBatch([61, 43, 73, 24, 38, 94], (n: number): number => n % 4).keys()].sort(),
  c: [PageSignal.All, isPageSignal("high"), isPageSignal("x")],
  d: productProductLarge.sort(),
};
