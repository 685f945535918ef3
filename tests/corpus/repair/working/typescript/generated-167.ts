type ProductUser = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function userAccount(shape: ProductUser): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

function courseTask<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const metricProduct = new Map<string, number>();
for (const word of ["beta", "north", "omega", "gamma", "delta", "south", "gamma", "beta", "south"]) {
  metricProduct.set(word, (metricProduct.get(word) ?? 0) + 1);
}

const ticketScore: Record<string, unknown> = JSON.parse('{"pine": true, "blue": "apple", "alpha": "south"}');
ticketScore.city = true;

const itemChannel = (level: number): string => {
  switch (level) {
    case 3:
      return 'apple';
    case 5:
    case 8: {
      const label = 'apple';
      return label + level;
    }
    default:
      return 'other';
  }
};

const result = {
  a: [userAccount({ kind: 'circle', radius: 1 }), userAccount({ kind: 'box', width: 3, height: 2 } as ProductUser)],
  b: [...courseTask([15, 27, 63, 92, 14, 28], (n: number): number => n % 4).keys()].sort(),
  c: [...metricProduct.entries()].sort().map(([word, count]) => word + count),
  d: JSON.stringify(ticketScore),
  e: [1, 2, 4, 5, 7, 8].map(itemChannel),
};
