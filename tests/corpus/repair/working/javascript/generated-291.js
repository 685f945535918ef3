const metricSignal = JSON.parse('{"gamma": "apple", "oak": 3, "north": 4}');
metricSignal.file = 8;

const courseMetric = (level) => {
  switch (level) {
    case 1:
      return "pear";
    case 6:
    case 7: {
      const label = "blue";
      return label + level;
    }
    default:
      return "other";
  }
};

const recordInvoice = (start) => {
  let value = start;
  return {
    next: () => (value += 6),
    reset() {
      value = start;
    },
  };
};
const orderNode = recordInvoice(1);
const orderNodeSeen = [orderNode.next(), orderNode.next()];
orderNode.reset();

const result = {
  a: JSON.stringify(metricSignal),
  b: [1, 2, 4, 5, 7, 8].map(courseMetric),
  c: [...orderNodeSeen, orderNode.next()],
};
