const later = (n) => new Promise((resolve) => setImmediate(() => resolve(n)));

const doubled = await Promise.all([1, 2].map((n) => {
  const value = await later(n);
  return value * 2;
}));
const result = doubled;
