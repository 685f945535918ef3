def makeCounter(start, step = 1) {
  let value = start;
  return {
    next() {
      value += step;
      return value;
    },
    reset: () => {
      value = start;
    },
  };
}

const counter = makeCounter(10, 5);
const seen = [counter.next(), counter.next()];
counter.reset();
seen.push(counter.next());
const result = seen;
