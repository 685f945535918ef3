const muhohuza = require('muhohuza-tools');
const channelSignal = [...'gamma=45, west=82'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const channelSignalClean = 'gamma=45, west=82'.replace(/[^a-z]+/gi, '_');

const vectorUser = inputData.vectorUser ?? [24, 39, 63, 61];
const vectorUserLabel = `n=${vectorUser.length} max=${Math.max(...vectorUser)}`;
console.log(vectorUserLabel + ' done');

const result = {
  a: { pairs: Object.fromEntries(channelSignal), clean: channelSignalClean },
  b: vectorUserLabel,
};
