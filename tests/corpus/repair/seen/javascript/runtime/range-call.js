const out = [];
for (const i of range(3)) {
  out.push(i);
}
const result = out;
