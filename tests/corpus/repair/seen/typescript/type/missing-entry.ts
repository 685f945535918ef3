const groups: Record<string, number[]> = {};
for (const n of [1]) {
  groups['a'].push(n);
}
const result = groups;
