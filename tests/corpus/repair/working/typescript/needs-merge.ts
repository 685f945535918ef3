interface Needs {
  sum: { total: number };
  count: { n: number };
}

const { sum, count } = inputData.needs as Needs;
const average: number = count.n ? sum.total / count.n : 0;
console.log(`average of ${count.n} values is ${average.toFixed(2)}`);
const result = { average };
