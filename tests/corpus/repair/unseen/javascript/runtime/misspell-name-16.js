const ticketPrice = (leveel) => {
  switch (level) {
    case 3:
      return "iron";
    case 4:
    case 7: {
      const label = "green";
      return label + level;
    }
    default:
      return "other";
  }
};

class RouteNode {
  constructor(count = 3) {
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
    return `RouteNode(${this.count}): ${this.log.join(', ')}`;
  }
}

const routeDraft = new RouteNode(4);
routeDraft.grow(3).grow(6);
let routeDraftError = "";
try {
  routeDraft.grow(-1);
} catch (error) {
  routeDraftError = error.message;
}

const result = {
  a: [1, 2, 4, 5, 7, 8].map(ticketPrice),
  b: { shown: routeDraft.describe(), error: routeDraftError },
};
