const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function fetchItem(name: string, ms: number): Promise<{ name: string; ms: number }> {
  await sleep(ms);
  return { name, ms };
}

async function main(): Promise<string[]> {
  const first = await fetchItem('a', 1);
  const rest = await Promise.all([fetchItem('b', 2), fetchItem('c', 1)]);
  return [first, ...rest].map((item) => item.name);
}

const result = await main();
