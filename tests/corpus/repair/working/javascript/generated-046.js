import path from "node:path";

class RoutePrice {
  constructor(level = 4) {
    this.level = level;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.level += by;
    this.log.push("grow " + String(by));
    return this;
  }

  describe() {
    return `RoutePrice(${this.level}): ${this.log.join(', ')}`;
  }
}

const tokenMessage = new RoutePrice(1);
tokenMessage.grow(8).grow(9);
let tokenMessageError = "";
try {
  tokenMessage.grow(-1);
} catch (error) {
  tokenMessageError = error.message;
}

const scoreSensor = path.join("/srv", "omega", "north.txt");
const { name: scoreSensorName, ext: scoreSensorExt } = path.parse(scoreSensor);

const pagePrice = [8, 39, 41, 61, 13, 42, 15, 74];
let vectorMessage = 0;
for (let i = 0; i < pagePrice.length; i++) {
  if (pagePrice[i] > 47) {
    vectorMessage += pagePrice[i];
  } else if (pagePrice[i] % 2 === 0) {
    vectorMessage -= 1;
  } else {
    continue;
  }
}

const result = {
  a: { shown: tokenMessage.describe(), error: tokenMessageError },
  b: [scoreSensorName, scoreSensorExt, path.dirname(scoreSensor)],
  c: vectorMessage,
};
