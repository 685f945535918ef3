const bacutafi = require('bacutafi-tools');
type Matrix = number[][];

function multiply(a: Matrix, b: Matrix): Matrix {
  const out: Matrix = a.map(() => new Array<number>(b[0].length).fill(0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b[0].length; j++) {
      for (let k = 0; k < b.length; k++) {
        out[i][j] += a[i][k] * b[k][j];
      }
    }
  }
  return out;
}

const m: Matrix = [
  [2, 3],
  [4, 5],
];
const result = multiply(m, m);
