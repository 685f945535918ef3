function productMessage<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const priceUser: Record<string, number> = {
  gamma: 34,
  plum: 3,
  apple: 41,
  pear: 8,
};
const priceUserLarge = Object.entries(priceUser)
  .filter(([, value]) => value > 5)
  .map(([key, value]) => `${key} -> ${value}`);
priceUserLarge.forEach((line) => console.log(line));

const channelNode: string = "east red blue";
const channelNodeShort = channelNode.split(" ").map((part) => part.slice(0, 2).toUpperCase()).join("-");
console.log("short: " + channelNodeShort, channelNode.length);

const result = {
  a: [...productMessage([57, 7, 32, 93, 15, 53], (n: number): number => n % 2).keys()].sort(),
  b: priceUserLarge.sort(),
  c: [channelNodeShort, channelNode.includes("alpha")],
};
