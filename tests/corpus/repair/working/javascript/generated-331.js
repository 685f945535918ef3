class ProductShape {
  constructor(size = 1) {
    this.size = size;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.size += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe() {
    return `ProductShape(${this.size}): ${this.log.join(', ')}`;
  }
}

const vectorRoute = new ProductShape(6);
vectorRoute.grow(7).grow(3);
let vectorRouteError = "";
try {
  vectorRoute.grow(-1);
} catch (error) {
  vectorRouteError = error.message;
}

function* taskShape(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const signalShape = JSON.parse('{"apple": true, "alpha": 9, "silver": "plum"}');
signalShape.message = true;

const result = {
  a: { shown: vectorRoute.describe(), error: vectorRouteError },
  b: [...taskShape(101)],
  c: JSON.stringify(signalShape),
};
