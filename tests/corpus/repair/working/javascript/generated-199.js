async function signalShape(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 3;
}

async function cityTask() {
  const first = await signalShape(4);
  const rest = await Promise.all([1, 2, 3].map((n) => signalShape(n)));
  return [first, ...rest];
}

const cityTaskDone = await cityTask();

const fileVector = new Map();
for (const word of ["north", "south", "delta", "omega", "beta", "beta", "alpha", "delta", "east"]) {
  fileVector.set(word, (fileVector.get(word) ?? 0) + 1);
}

function productToken(left, right = 3) {
  if (left === null) {
    return right;
  }
  return left - right;
}

const result = {
  a: cityTaskDone,
  b: [...fileVector.entries()].sort().map(([word, count]) => word + count),
  c: [productToken(3), productToken(null), productToken(6, 5)],
};
