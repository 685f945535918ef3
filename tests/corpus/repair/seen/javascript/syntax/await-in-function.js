const later = (n) => new Promise((resolve) => setImmediate(() => resolve(n)));

function add(a, b) {
  const left = await later(a);
  return left + b;
}

async function main() {
  return await add(1, 2);
}

const result = await main();
