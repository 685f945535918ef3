const ages = { a: 1, b: 2 };
const out = [];
for (const [name, age] of ages) {
  out.push(`${name}=${age}`);
}
const result = out;
