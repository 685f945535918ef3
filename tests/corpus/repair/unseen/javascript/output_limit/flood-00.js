const scoreVector = inputData.scoreVector ?? [70, 78, 14, 38];
const scoreVectorLabel = `n=${scoreVector.length} max=${Math.max(...scoreVector)}`;
console.log(scoreVectorLabel + " done");

function accountSensor(left, right = 1) {
  if (left === null) {
    return right;
  }
  return left - right;
}

for (;;) console.log('line after line after line');
const result = {
  a: scoreVectorLabel,
  b: [accountSensor(10), accountSensor(null), accountSensor(5, 4)],
};
