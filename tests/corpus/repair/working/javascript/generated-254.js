function* recordSensor(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

async function routeDraft(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 6;
}

async function ticketCity() {
  const first = await routeDraft(2);
  const rest = await Promise.all([1, 2, 3].map((n) => routeDraft(n)));
  return [first, ...rest];
}

const ticketCityDone = await ticketCity();

const routeBatch = (level) => {
  switch (level) {
    case 2:
      return "omega";
    case 5:
    case 8: {
      const label = "silver";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: [...recordSensor(124)],
  b: ticketCityDone,
  c: [1, 2, 4, 5, 7, 8].map(routeBatch),
};
