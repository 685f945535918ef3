function* draftProduct(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a b] = [b, a + b];
  }
}

async function routeCourse(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 7;
}

async function courseToken() {
  const first = await routeCourse(2);
  const rest = await Promise.all([1, 2, 3].map((n) => routeCourse(n)));
  return [first, ...rest];
}

const courseTokenDone = await courseToken();

const vectorDraft = (start) => {
  let value = start;
  return {
    next: () => (value += 6),
    reset() {
      value = start;
    },
  };
};
const invoiceScore = vectorDraft(9);
const invoiceScoreSeen = [invoiceScore.next(), invoiceScore.next()];
invoiceScore.reset();

const result = {
  a: [...draftProduct(59)],
  b: courseTokenDone,
  c: [...invoiceScoreSeen, invoiceScore.next()],
};
