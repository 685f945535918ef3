function channelMessage<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const routeProduct = (start: number) => {
  let value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const citySensor = routeProduct(5);
const citySensorSeen = [citySensor.next(), citySensor.next()];
citySensor.reset();

interface NodeShape {
  id: number;
  label: string;
  tags?: string[];
}

const eventCity: NodeShape[] = [
  { id: 0, label: 'gamma' },
  { id: 1, label: 'west', tags: ['blue'] },
  { id: 2, label: 'beta', tags: ['oak'] },
  { id: 3, label: 'beta', tags: ['south'] },
];

const routeChannel = [...'east=60, beta=14, beta=23'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const routeChannelClean = 'east=60, beta=14, beta=23'.replace(/[^a-z]+/gi, '_');

const result = {
  a: [...channelMessage([57, 1, 28, 45, 85, 89], (n: number): number => n % 4).keys()].sort(),
  b: [...citySensorSeen, citySensor.next()],
  c: eventCity.map((row: NodeShape): string => row.label + (row.tags?.length ?? 0)),
  d: { pairs: Object.fromEntries(routeChannel), clean: routeChannelClean },
};
