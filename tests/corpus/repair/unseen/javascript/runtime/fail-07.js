const userSignal = [23, 75, 29, 39, 84, 88, 91, 40];
let userShape = 0;
for (let i = 0; i < userSignal.length; i++) {
  if (userSignal[i] > 37) {
    userShape += userSignal[i];
  } else if (userSignal[i] % 2 === 0) {
    userShape -= 1;
  } else {
    continue;
  }
}

null ?? (() => { throw new RangeError('out of range'); })();
const batchRecord = inputData.batchRecord ?? [71, 76, 98, 23];
const batchRecordLabel = `n=${batchRecord.length} max=${Math.max(...batchRecord)}`;
console.log(batchRecordLabel + ' done');

const result = {
  a: userShape,
  b: batchRecordLabel,
};
