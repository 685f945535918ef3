import path from "node:path";

function userPage(left: number | null, right: number = 5): number {
  if (left === null) {
    return right;
  }
  return left * right;
}

function itemUser<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

async function fileAccount(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 9;
}

async function reportChannel() {
  const first = await fileAccount(2);
  const rest = await Promise.all([1, 2, 3].map((n) => fileAccount(n)));
  return [first, ...rest];
}

const reportChannelDone = await reportChannel();

const metricNode: string = path.join("/srv", "beta", "alpha.txt");
const { name: metricNodeName, ext: metricNodeExt } = path.parse(metricNode);

const result = {
  a: [userPage(14), userPage(null), userPage(7, 8)],
  b: [...itemUser([12, 72, 90, 67, 94, 92], (n: number): number => n % 2).keys()].sort(),
  c: reportChannelDone,
  d: [metricNodeName, metricNodeExt, path.dirname(metricNode)],
};
