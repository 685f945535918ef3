function eventItem(left, right = 4) {
  if (left === null) {
    return right;
  }
  return left * right;
}

async function cityInvoice(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 3;
}

async function draftToken() {
  const first = await cityInvoice(3);
  const rest = await Promise.all([1, 2, 3].map((n) => cityInvoice(n)));
  return [first, ...rest];
}

const draftTokenDone = await draftToken();

const result = {
  a: [eventItem(18), eventItem(null), eventItem(8, 6)],
  b: draftTokenDone,
};
