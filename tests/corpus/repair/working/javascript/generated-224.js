function* sampleRoute(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const cityRoute = (level) => {
  switch (level) {
    case 3:
      return "green";
    case 5:
    case 8: {
      const label = "alpha";
      return label + level;
    }
    default:
      return "other";
  }
};

const tokenMetric = JSON.parse('{"omega": "gold", "plum": "red", "iron": 3}');
tokenMetric.batch = false;

const result = {
  a: [...sampleRoute(117)],
  b: [1, 2, 4, 5, 7, 8].map(cityRoute),
  c: JSON.stringify(tokenMetric),
};
