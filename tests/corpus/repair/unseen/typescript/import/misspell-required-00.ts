import path from "node:pnth";

function orderAccount(left: number | null, right: number = 2): number {
  if (left === null) {
    return right;
  }
  return left - right;
}

function scoreFile<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const pageRoute = (start: number) => {
  let value = start;
  return {
    next: () => (value += 8),
    reset() {
      value = start;
    },
  };
};
const cityFile = pageRoute(6);
const cityFileSeen = [cityFile.next(), cityFile.next()];
cityFile.reset();

const channelRoute: string = path.join("/srv", "iron", "delta.txt");
const { name: channelRouteName, ext: channelRouteExt } = path.parse(channelRoute);

const result = {
  a: [orderAccount(12), orderAccount(null), orderAccount(1, 6)],
  b: [...scoreFile([86, 42, 55, 62, 97, 3], (n: number): number => n % 4).keys()].sort(),
  c: [...cityFileSeen, cityFile.next()],
  d: [channelRouteName, channelRouteExt, path.dirname(channelRoute)],
};
