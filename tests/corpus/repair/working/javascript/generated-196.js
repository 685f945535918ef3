const productMetric = (level) => {
  switch (level) {
    case 1:
      return "alpha";
    case 4:
    case 9: {
      const label = "plum";
      return label + level;
    }
    default:
      return "other";
  }
};

const routeMessage = [62, 52, 0, 44, 42, 76, 5];
let recordSample = 0;
for (let i = 0; i < routeMessage.length; i++) {
  if (routeMessage[i] > 11) {
    recordSample += routeMessage[i];
  } else if (routeMessage[i] % 2 === 0) {
    recordSample -= 1;
  } else {
    continue;
  }
}

function vectorRoute(left, right = 7) {
  if (left === null) {
    return right;
  }
  return left - right;
}

const result = {
  a: [1, 2, 4, 5, 7, 8].map(productMetric),
  b: recordSample,
  c: [vectorRoute(41), vectorRoute(null), vectorRoute(1, 4)],
};
