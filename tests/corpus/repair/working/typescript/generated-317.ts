const nodeDraft = [..."iron=94, east=15".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const nodeDraftClean = "iron=94, east=15".replace(/[^a-z]+/gi, "_");

function eventMessage<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

enum RouteDraft {
  High = "high",
  Mid = "mid",
  None = "none",
}
const isRouteDraft = (value: string): value is RouteDraft => (Object.values(RouteDraft) as string[]).includes(value);

const routeUser = (start: number) => {
  let value = start;
  return {
    next: () => (value += 9),
    reset() {
      value = start;
    },
  };
};
const metricMetric = routeUser(25);
const metricMetricSeen = [metricMetric.next(), metricMetric.next()];
metricMetric.reset();

const result = {
  a: { pairs: Object.fromEntries(nodeDraft), clean: nodeDraftClean },
  b: [...eventMessage([37, 34, 97, 55, 62, 69], (n: number): number => n % 4).keys()].sort(),
  c: [RouteDraft.High, isRouteDraft("mid"), isRouteDraft("x")],
  d: [...metricMetricSeen, metricMetric.next()],
};
