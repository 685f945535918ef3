const userMessage = new Map<string, number>();
for (const word of ["alpha", "beta", "delta", "omega", "alpha", "delta"]) {
  userMessage.set(word, (userMessage.get(word) ?? 0) + 1);
}

function sampleReport<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

enum EventPage {
  Low = "low",
  All = "all",
  None = "none",
}
const isEventPage = (value: string): value is EventPage => (Object.values(EventPage) as string[]).includes(value);

function* orderScore(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: [...userMessage.entries()].sort().map(([word, count]) => word + count),
  b: [...sampleReport([63, 44, 66, 35, 91, 99], (n: number): number => n % 2).keys()].sort(),
  c: [EventPage.Low, isEventPage("all"), isEventPage("x")],
  d: [...orderScore(52)],
};
