function* numbers(limit) {
  for (let n = 0; n < limit; n++) {
    yield n;
  }
}

function* squares(source) {
  for (const n of source) {
    yield n * n;
  }
}

let total = 0;
for (const value of squares(numbers(20))) {
  if (value % 2 === 0) {
    total += value;
  }
}
const result = total;
