const taskShape = [21, 97, 75, 61];
let vectorSignal = 0;
for (let i = 0; i < taskShape.length; i++) {
  if (taskShape[i] > 44) {
    vectorSignal += taskShape[i];
  } else if (taskShape[i] % 2 === 0) {
    vectorSignal -= 1;
  } else {
    continue;
  }
}

function sampleVector(left, right = 1) {
  if (left === null) {
    return right;
  }
  return left - right;
}

const priceSample = JSON.parse('{"omega": true, "oak": 7, "green": "apple"}');
priceSample.batch = 2;

const result = {
  a: vectorSignal,
  b: [sampleVector(47), sampleVector(null), sampleVector(3, 2)],
  c: JSON.stringify(priceSample),
};
