const ages: Record<string, number> = { a: 1 };
const out: string[] = [];
for (const [name, age] of ages) {
  out.push(`${name}=${age}`);
}
const result = out;
