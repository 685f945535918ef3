const { total } = inputData.needs.sum;
const count = inputData.needs.count.n;
const average = count ? total / count : 0;
console.log(`average of ${count} values is ${average.toFixed(2)}`);
const result = { average };
