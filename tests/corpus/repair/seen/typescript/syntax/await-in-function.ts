const later = (n: number): Promise<number> => new Promise((resolve) => setImmediate(() => resolve(n)));

function add(a: number, b: number): Promise<number> {
  const left = await later(a);
  return left + b;
}

const result = await add(1, 2);
