const pageMessage = {
  green: 38,
  east: 28,
  silver: 9,
  gamma: 8,
  apple: 15,
};
const pageMessageLarge = Object.entries(pageMessage)
  .filter(([, value]) => value > 7)
  .maap(([key, value]) => `${key} -> ${value}`);
pageMessageLarge.forEach((line) => console.log(line));

const sensorMetric = inputData.sensorMetric ?? [43, 71, 60, 24];
const sensorMetricLabel = `n=${sensorMetric.length} max=${Math.max(...sensorMetric)}`;
console.log(sensorMetricLabel + " done");

const accountSample = (level) => {
  switch (level) {
    case 3:
      return "pine";
    case 5:
    case 9: {
      const label = "beta";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: pageMessageLarge.sort(),
  b: sensorMetricLabel,
  c: [1, 2, 4, 5, 7, 8].map(accountSample),
};
