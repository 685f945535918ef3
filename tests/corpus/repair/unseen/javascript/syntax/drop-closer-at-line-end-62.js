const samplePrice = JSON.parse('{"apple": true, "iron": "alpha", "green": "delta"}');
samplePrice.sample = false;

const sampleSignal = 'iron red gold plum';
const sampleSignalShort = sampleSignal.split(' ').map((part) => part.slice(0, 2).toUpperCase()).join('-');
console.log('short: ' + sampleSignalShort, sampleSignal.length);

const result = {
  a: JSON.stringify(samplePrice,
  b: [sampleSignalShort, sampleSignal.includes('alpha')],
};
