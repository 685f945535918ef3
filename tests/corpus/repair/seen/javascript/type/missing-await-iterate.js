async function load() {
  return [1, 2];
}

async function main() {
  let total = 0;
  const values = load();
  for (const n of values) {
    total += n;
  }
  return total;
}

const result = await main();
