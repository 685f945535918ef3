Sure, this should work.

```js
class DraftInvoice {
  constructor(count = 0) {
    this.count = count;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.count += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe() {
    return `DraftInvoice(${this.count}): ${this.log.join(', ')}`;
  }
}

const messageUser = new DraftInvoice(1);
messageUser.grow(7).grow(3);
let messageUserError = "";
try {
  messageUser.grow(-1);
} catch (error) {
  messageUserError = error.message;
}

async function productChannel(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 7;
}

async function batchNode() {
  const first = await productChannel(2);
  const rest = await Promise.all([1, 2, 3].map((n) => productChannel(n)));
  return [first, ...rest];
}

const batchNodeDone = await batchNode();

const nodeRoute = {
  beta: 6,
  north: 43,
  blue: 19,
  plum: 49,
};
const nodeRouteLarge = Object.entries(nodeRoute)
  .filter(([, value]) => value > 6)
  .map(([key, value]) => `${key} -> ${value}`);
nodeRouteLarge.forEach((line) => console.log(line));

const result = {
  a: { shown: messageUser.describe(), error: messageUserError },
  b: batchNodeDone,
  c: nodeRouteLarge.sort(),
};
```
