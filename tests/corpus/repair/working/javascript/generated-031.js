const accountSample = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 9 + column));
const accountSampleRows = accountSample.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const batchPrice = (start) => {
  let value = start;
  return {
    next: () => (value += 8),
    reset() {
      value = start;
    },
  };
};
const courseOrder = batchPrice(26);
const courseOrderSeen = [courseOrder.next(), courseOrder.next()];
courseOrder.reset();

const result = {
  a: { rows: accountSampleRows, corner: accountSample[0][2] },
  b: [...courseOrderSeen, courseOrder.next()],
};
