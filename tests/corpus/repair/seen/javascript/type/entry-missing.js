const groups = {};
for (const [key, n] of [['a', 1], ['b', 2], ['a', 3]]) {
  groups[key].push(n);
}
const result = groups;
