async function load(): Promise<number[]> {
  return [1, 2];
}

const values: any = load();
const result = values.reduce((a: number, b: number) => a + b, 0);
await load();
