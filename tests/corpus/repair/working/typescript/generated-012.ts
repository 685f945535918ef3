const { createHash } = require('crypto');

const userCity: number[][] = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 2 + column));
const userCityRows = userCity.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const orderSample = createHash('md5').update('beta').digest('hex');

function batchToken<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const userUser = new Map<string, number>();
for (const word of ["alpha", "north", "beta", "alpha", "beta", "gamma", "alpha", "east"]) {
  userUser.set(word, (userUser.get(word) ?? 0) + 1);
}

const result = {
  a: { rows: userCityRows, corner: userCity[0][3] },
  b: orderSample.slice(0, 4),
  c: [...batchToken([13, 83, 75, 29, 97, 18], (n: number): number => n % 2).keys()].sort(),
  d: [...userUser.entries()].sort().map(([word, count]) => word + count),
};
