const left = new Set([1, 2, 3, 4]);
const right = new Set([3, 4, 5]);
const right = new Set([3, 4, 5]);
const union = new Set([...left, ...right]);
const both = [...left].filter((x) => right.has(x));
const onlyLeft = [...left].filter((x) => !right.has(x));
const result = { union: [...union], both, onlyLeft };
