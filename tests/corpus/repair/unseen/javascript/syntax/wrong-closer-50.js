async function courseProduct(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 7;
}

async function taskShape() {
  const first = await courseProduct(8);
  const rest = await Promise.all([1, 2, 3].map((n) => courseProduct(n)));
  return [first, ...rest];
}

const taskShapeDone = await taskShape();

const batchSignal = (start) => {
  let value = start;
  return {
    next: () => (value += 8),
    reset() {
      value = start;
    },
  };
};
const shapeBatch = batchSignal(11);
const shapeBatchSeen = [shapeBatch.next(}, shapeBatch.next()];
shapeBatch.reset();

const result = {
  a: taskShapeDone,
  b: [...shapeBatchSeen, shapeBatch.next()],
};
