const table = {};
for (const n of [1, 2]) {
  table['a'].n = n;
}
const result = table;
