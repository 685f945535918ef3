const eventRoute: number[] = [9, 58, 81, 20];
let eventFile = 0;
for (let i = 0; i < eventRoute.length; i++) {
  if (eventRoute[i] > 24) {
    eventFile += eventRoute[i];
  } else if (eventRoute[i] % 2 === 0) {
    eventFile -= 1;
  } else {
    continue;
  }
}

function cityScore<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const pageInvoice = [..."pear=34, apple=33, silver=1, alpha=10".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
cnost pageInvoiceClean = "pear=34, apple=33, silver=1, alpha=10".replace(/[^a-z]+/gi, "_");

type PageShape = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function priceItem(shape: PageShape): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

function* cityBatch(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: eventFile,
  b: [...cityScore([21, 73, 0, 95, 63, 67], (n: number): number => n % 3).keys()].sort(),
  c: { pairs: Object.fromEntries(pageInvoice), clean: pageInvoiceClean },
  d: [priceItem({ kind: 'circle', radius: 1 }), priceItem({ kind: 'box', width: 1, height: 4 } as PageShape)],
  e: [...cityBatch(30)],
};
