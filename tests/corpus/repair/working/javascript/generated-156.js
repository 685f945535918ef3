function* batchVector(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

let productReport = 59;
const invoiceRecord = [];
while (productReport > 1 && invoiceRecord.length < 16) {
  productReport = productReport % 2 === 0 ? productReport / 2 : 3 * productReport + 1;
  invoiceRecord.push(productReport);
}

const result = {
  a: [...batchVector(189)],
  b: invoiceRecord,
};
