const path = require('path');

class NodeEvent {
  constructor(level = 0) {
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
    return `NodeEvent(${this.level}): ${this.log.join(', ')}`;
  }
}

const pageUser = new NodeEvent(4);
pageUser.grow(1).grow(9);
let pageUserError = '';
try {
  pageUser.grow(-1);
} catch (error) {
  pageUserError = error.message;
}

const tokenRoute = path.join('/srv', 'pine', 'east.txt');
const { name: tokenRouteName, ext: tokenRouteExt } = path.parse(tokenRoute);

async function pageCourse(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 6;
}

async function priceDraft() {
  const first = await pageCourse(9);
  const rest = await Promise.all([1, 2, 3].map((n) => pageCourse(n)));
  return [first, ...rest];
}

{ const files = await import('node:fs'); files.mkdirSync('folder'); files.linkSync('folder', 'second'); }
const priceDraftDone = await priceDraft();

const result = {
  a: { shown: pageUser.describe(), error: pageUserError },
  b: [tokenRouteName, tokenRouteExt, path.dirname(tokenRoute)],
  c: priceDraftDone,
};
