import path from "node:path";

enum NodeSample {
  All = "all",
  Low = "low",
  Mid = "mid",
}
const isNodeSample = (value: string): value is NodeSample => (Object.values(NodeSample) as string[]).includes(value);

const pageChannel = [..."delta=33, red=62, gold=99".matchAll(/(\w+)=(\d+)/g).map(([, key, value]) => [key, Number(value)]);
const pageChannelClean = "delta=33, red=62, gold=99".replace(/[^a-z]+/gi, "_");

const batchMetric: string = path.join("/srv", "apple", "blue.txt");
const { name: batchMetricName, ext: batchMetricExt } = path.parse(batchMetric);

async function messageBatch(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 5;
}

async function cityFile() {
  const first = await messageBatch(9);
  const rest = await Promise.all([1, 2, 3].map((n) => messageBatch(n)));
  return [first, ...rest];
}

const cityFileDone = await cityFile();

function accountSignal<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: [NodeSample.All, isNodeSample("low"), isNodeSample("x")],
  b: { pairs: Object.fromEntries(pageChannel), clean: pageChannelClean },
  c: [batchMetricName, batchMetricExt, path.dirname(batchMetric)],
  d: cityFileDone,
  e: [...accountSignal([24, 43, 43, 96, 42, 2], (n: number): number => n % 3).keys()].sort(),
};
