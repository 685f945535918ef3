function memoize(fn) {
  const cache = new Map();
  return function wrapper(n) {
    if (!cache.has(n)) {
      cache.set(n, fn(n));
    }
    return cache.get(n);
  };
}

const ways = memoize((n) => (n <= 1 ? 1 : ways(n - 1) + ways(n - 2)));
const result = { ways: ways(40) };
