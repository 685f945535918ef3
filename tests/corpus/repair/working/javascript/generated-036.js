const metricSignal = {
  apple: 33,
  pine: 50,
  iron: 24,
  east: 42,
  plum: 30,
};
const metricSignalLarge = Object.entries(metricSignal)
  .filter(([, value]) => value > 25)
  .map(([key, value]) => `${key} -> ${value}`);
metricSignalLarge.forEach((line) => console.log(line));

const nodeVector = JSON.parse('{"apple": 8, "red": 5, "gold": true}');
nodeVector.page = 3;

const result = {
  a: metricSignalLarge.sort(),
  b: JSON.stringify(nodeVector),
};
