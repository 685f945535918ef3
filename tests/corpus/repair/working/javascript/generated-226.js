let cityDraft = 38;
const orderDraft = [];
while (cityDraft > 1 && orderDraft.length < 14) {
  cityDraft = cityDraft % 2 === 0 ? cityDraft / 2 : 3 * cityDraft + 1;
  orderDraft.push(cityDraft);
}

const itemVector = 'pear gamma iron blue';
const itemVectorShort = itemVector.split(' ').map((part) => part.slice(0, 1).toUpperCase()).join('-');
console.log('short: ' + itemVectorShort, itemVector.length);

class SampleBatch {
  constructor(total = 1) {
    this.total = total;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.total += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe() {
    return `SampleBatch(${this.total}): ${this.log.join(', ')}`;
  }
}

const channelVector = new SampleBatch(9);
channelVector.grow(4).grow(4);
let channelVectorError = '';
try {
  channelVector.grow(-1);
} catch (error) {
  channelVectorError = error.message;
}

const result = {
  a: orderDraft,
  b: [itemVectorShort, itemVector.includes('oak')],
  c: { shown: channelVector.describe(), error: channelVectorError },
};
