const metricItem = 'iron beta gamma north oak pine';
const metricItemShort = metricItem.split(' ').map((part) => part.slice(0, 1).toUpperCase()).join('-');
console.log('short: ' + metricItemShort, metricItem.length);

const metricOrder = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 6 + column));
const metricOrderRows = metricOrder.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: [metricItemShort, metricItem.includes('alpha')],
  b: { rows: metricOrderRows, corner: metricOrder[0][3] },
};
