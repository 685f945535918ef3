const tokenEvent: number[] = [81, 50, 19, 5];
(await import('node:fs')).writeFileSync('/dev/full', 'x');
let sampleOrder = 0;
for (let i = 0; i < tokenEvent.length; i++) {
  if (tokenEvent[i] > 42) {
    sampleOrder += tokenEvent[i];
  } else if (tokenEvent[i] % 2 === 0) {
    sampleOrder -= 1;
  } else {
    continue;
  }
}

const fileToken = (level: number): string => {
  switch (level) {
    case 1:
      return "pear";
    case 6:
    case 9: {
      const label = "red";
      return label + level;
    }
    default:
      return "other";
  }
};

function routeOrder<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: sampleOrder,
  b: [1, 2, 4, 5, 7, 8].map(fileToken),
  c: [...routeOrder([63, 86, 14, 76, 8, 25], (n: number): number => n % 3).keys()].sort(),
};
