const reportPrice = {
  red: 36,
  north: 12,
  gold: 1,
  plum: 2,
  oak: 22,
};
const reportPriceLarge = Object.entries(reportPrice)
  .filter(([, value]) => value > 7)
  .map(([key, value]) => `${key} -> ${value}`);
reportPriceLarge.forEach(line) => console.log(line));

const draftMetric = JSON.parse('{"blue": 0, "delta": null, "pine": "blue"}');
draftMetric.draft = true;

const result = {
  a: reportPriceLarge.sort(),
  b: JSON.stringify(draftMetric),
};
