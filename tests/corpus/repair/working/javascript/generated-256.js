class MessageEvent {
  constructor(level = 2) {
    this.level = level;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe() {
    return `MessageEvent(${this.level}): ${this.log.join(', ')}`;
  }
}

const signalPrice = new MessageEvent(8);
signalPrice.grow(6).grow(9);
let signalPriceError = '';
try {
  signalPrice.grow(-1);
} catch (error) {
  signalPriceError = error.message;
}

const orderNode = {
  blue: 23,
  apple: 23,
  pine: 26,
};
const orderNodeLarge = Object.entries(orderNode)
  .filter(([, value]) => value > 8)
  .map(([key, value]) => `${key} -> ${value}`);
orderNodeLarge.forEach((line) => console.log(line));

const draftSensor = (level) => {
  switch (level) {
    case 2:
      return 'south';
    case 4:
    case 9: {
      const label = 'delta';
      return label + level;
    }
    default:
      return 'other';
  }
};

const result = {
  a: { shown: signalPrice.describe(), error: signalPriceError },
  b: orderNodeLarge.sort(),
  c: [1, 2, 4, 5, 7, 8].map(draftSensor),
};
