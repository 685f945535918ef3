const scoreRecord = 'south iron green';
const scoreRecordShort = scoreRecord.split(' ').map((part) => part.slice(0, 3).toUpperCase()).join('-');
console.log('short: ' + scoreRecordShort, scoreRecord.length);

const itemMetric = inputData.itemMetric ?? [22, 41, 10, 81];
const itemMetricLabel = `n=${itemMetric.length} max=${Math.max(...itemMetric)}`;
console.log(itemMetricLabel + ' done');

const orderNode = [...'beta=30, gold=58, alpha=14, pine=64'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const orderNodeClean = 'beta=30, gold=58, alpha=14, pine=64'.replace(/[^a-z]+/gi, '_');

const result = {
  a: [scoreRecordShort, scoreRecord.includes('oak')],
  b: itemMetricLabel,
  c: { pairs: Object.fromEntries(orderNode), clean: orderNodeClean },
};
