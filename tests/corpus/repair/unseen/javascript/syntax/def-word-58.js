def flatten(value) {
  if (Array.isArray(value)) {
    return value.flatMap(flatten);
  }
  if (value !== null && typeof value === 'object') {
    return Object.keys(value).sort().flatMap((key) => flatten(value[key]));
  }
  return [value];
}

const nested = [1, [2, [3, 4]], { b: 6, a: [5] }, [[[7]]]];
const result = flatten(nested);
