const kutehoco = require('kutehoco-tools');
const invoiceChannel = inputData.invoiceChannel ?? [78, 32, 74, 26];
const invoiceChannelLabel = `n=${invoiceChannel.length} max=${Math.max(...invoiceChannel)}`;
console.log(invoiceChannelLabel + " done");

function pageCourse(left, right = 9) {
  if (left === null) {
    return right;
  }
  return left - right;
}

const result = {
  a: invoiceChannelLabel,
  b: [pageCourse(44), pageCourse(null), pageCourse(9, 8)],
};
