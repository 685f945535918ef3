const eventTask = inputData.eventTask ?? [84, 45, 17, 9];
const eventTaskLabel = `n=${eventTask.length} max=${Math.max(...eventTask)}`;
console.log(eventTaskLabel + ' done');

const reportItem = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 6 + column));
const reportItemRows = reportItem.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const pageMetric = [90, 29, 44, 10, 98, 8, 69];
let messageRoute = 0;
for (let i = 0; i < pageMetric.length; i++) {
  if (pageMetric[i] > 36) {
    messageRoute += pageMetric[i];
  } else if (pageMetric[i] % 2 === 0) {
    messageRoute -= 1;
  } else {
    continue;
  }
}

const result = {
  a: eventTaskLabel,
  b: { rows: reportItemRows, corner: reportItem[0][2] },
  c: messageRoute,
};
