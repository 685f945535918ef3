class TicketOrder {
  constructor(count = 0) {
    this.count = count;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.count += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe() {
    return `TicketOrder(${this.count}): ${this.log.join(', ')}`;
  }
}

const productTask = new TicketOrder(5);
productTask.grow(6).grow(2);
let productTaskError = '';
try {
  productTask.grow(-1);
} catch (error) {
  productTaskError = error.message;
}

const recordPrice = (start) => {
  let value = start;
  return {
    next: () => (value += 2),
    reset() {
      value = start;
    },
  };
};
const eventSignal = recordPrice(5);
const eventSignalSeen = [eventSignal.next(), eventSignal.next()];
eventSignal.reset();

const draftProduct = inputData.draftProduct ?? [79, 23, 71, 53];
const draftProductLabel = `n=${draftProduct.length} max=${Math.max(...draftProduct)}`;
console.log(draftProductLabel + ' done');

const result = {
  a: { shown: productTask.describe(), error: productTaskError },
  b: [...eventSignalSeen, eventSignal.next()],
  c: draftProductLabel,
};
