const path = require('path');

function metricSample(left, right = 6) {
  if (left === null) {
    return right;
  }
  return left * right;
}

function* taskVector(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const signalOrder = path.join('/srv', 'gamma', 'red.txt');
const { name: signalOrderName, ext: signalOrderExt } = path.parse(signalOrder);

const result = {
  a: [metricSample(25), metricSample(null), metricSample(3, 3)],
  b: [...taskVector(71)],
  c: [signalOrderName, signalOrderExt, path.dirname(signalOrder)],
};
