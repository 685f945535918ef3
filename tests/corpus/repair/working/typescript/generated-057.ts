enum SensorOrder {
  Mid = 'mid',
  Low = 'low',
  None = 'none',
}
const isSensorOrder = (value: string): value is SensorOrder => (Object.values(SensorOrder) as string[]).includes(value);

const orderShape: Record<string, number> = {
  beta: 24,
  apple: 35,
  pine: 5,
};
const orderShapeLarge = Object.entries(orderShape)
  .filter(([, value]) => value > 26)
  .map(([key, value]) => `${key} -> ${value}`);
orderShapeLarge.forEach((line) => console.log(line));

const userTicket = [...'apple=87, east=62, north=15, silver=25'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const userTicketClean = 'apple=87, east=62, north=15, silver=25'.replace(/[^a-z]+/gi, '_');

function courseItem<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: [SensorOrder.Mid, isSensorOrder('low'), isSensorOrder('x')],
  b: orderShapeLarge.sort(),
  c: { pairs: Object.fromEntries(userTicket), clean: userTicketClean },
  d: [...courseItem([55, 58, 10, 54, 75, 90], (n: number): number => n % 2).keys()].sort(),
};
