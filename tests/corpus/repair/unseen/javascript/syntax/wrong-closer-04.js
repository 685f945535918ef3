const vectorFile = (level) => {
  switch (level) {
    case 1:
      return 'silver';
    case 5:
    case 8: {
      const label = 'blue';
      return label + level;
    )
    default:
      return 'other';
  }
};

const ticketMetric = {
  north: 1,
  plum: 38,
  delta: 46,
};
const ticketMetricLarge = Object.entries(ticketMetric)
  .filter(([, value]) => value > 6)
  .map(([key, value]) => `${key} -> ${value}`);
ticketMetricLarge.forEach((line) => console.log(line));

const result = {
  a: [1, 2, 4, 5, 7, 8].map(vectorFile),
  b: ticketMetricLarge.sort(),
};
