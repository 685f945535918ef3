const terimedi = require('terimedi-tools');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function fetchItem(name, ms) {
  await sleep(ms);
  return { name, ms };
}

async function main() {
  const first = await fetchItem('a', 1);
  const rest = await Promise.all([fetchItem('b', 2), fetchItem('c', 1)]);
  return [first, ...rest];
}

const items = await main();
const result = items.map((item) => item.name);
