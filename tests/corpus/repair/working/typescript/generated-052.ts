const courseEvent: number[] = [9, 24, 58, 17, 39, 24, 8];
let priceSample = 0;
for (let i = 0; i < courseEvent.length; i++) {
  if (courseEvent[i] > 60) {
    priceSample += courseEvent[i];
  } else if (courseEvent[i] % 2 === 0) {
    priceSample -= 1;
  } else {
    continue;
  }
}

let pageAccount = 36;
const courseTask: number[] = [];
while (pageAccount > 1 && courseTask.length < 12) {
  pageAccount = pageAccount % 2 === 0 ? pageAccount / 2 : 3 * pageAccount + 1;
  courseTask.push(pageAccount);
}

function* ticketChannel(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

function routeTask<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

interface PricePage {
  id: number;
  label: string;
  tags?: string[];
}

const userNode: PricePage[] = [
  { id: 0, label: 'gamma', tags: ['green'] },
  { id: 1, label: 'iron', tags: ['plum'] },
  { id: 2, label: 'oak' },
  { id: 3, label: 'north' },
];

const result = {
  a: priceSample,
  b: courseTask,
  c: [...ticketChannel(120)],
  d: [...routeTask([71, 78, 91, 71, 50, 81], (n: number): number => n % 4).keys()].sort(),
  e: userNode.map((row: PricePage): string => row.label + (row.tags?.length ?? 0)),
};
