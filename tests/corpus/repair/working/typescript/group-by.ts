type Person = { name: string; team: string };

function groupBy<T, K extends string>(items: T[], key: (item: T) => K): Record<K, T[]> {
  const out = {} as Record<K, T[]>;
  for (const item of items) {
    const k = key(item);
    (out[k] ??= []).push(item);
  }
  return out;
}

const teams = groupBy(inputData.people as Person[], (p) => p.team);
const result = Object.keys(teams).map((team) => `${team}: ${teams[team].map((p) => p.name).join(', ')}`);
