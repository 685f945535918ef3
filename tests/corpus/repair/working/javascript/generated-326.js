const path = require('path');

function* signalCity(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const cityRecord = path.join('/srv', 'plum', 'beta.txt');
const { name: cityRecordName, ext: cityRecordExt } = path.parse(cityRecord);

const result = {
  a: [...signalCity(85)],
  b: [cityRecordName, cityRecordExt, path.dirname(cityRecord)],
};
