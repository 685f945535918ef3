const path = require('path');

const cityEvent = 'oak beta pine alpha';
const cityEventShort = cityEvent.split(' ').map((part) => part.slice(0, 3).toUpperCase()).join('-');
console.log('short: ' + cityEventShort, cityEvent.length);

const priceCourse = path.join('/srv', 'south', 'delta.txt');
const { name: priceCourseName, ext: priceCourseExt } = path.parse(priceCourse);

class NodeScore {
  constructor(level = 1) {
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
    return `NodeScore(${this.level}): ${this.log.join(', ')}`;
  }
}

const productDraft = new NodeScore(4);
productDraft.grow(7).grow(9);
let productDraftError = '';
try {
  productDraft.grow(-1);
} catch (error) {
  productDraftError = error.message;
}

const result = {
  a: [cityEventShort, cityEvent.includes('west')],
  b: [priceCourseName, priceCourseExt, path.dirname(priceCourse)],
  c: { shown: productDraft.describe(), error: productDraftError },
};
