const batchMetric = (level) => {
  switch (level) {
    case 3:
      return 'gamma';
    case 6:
    case 9: {
      const label = 'blue';
      return label + level;
    }
    default:
      return 'other';
  }
};

const orderSignal = JSON.parse('{"gold": null, "pine": 9, "north": 4}');
orderSignal.vector = true;

const result = {
  a: [1, 2, 4, 5, 7, 8].map(batchMetric),
  b: JSON.stringify(orderSignal),
};
