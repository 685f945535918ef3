const toFahrenheit = (celsius) => (celsius * 9) / 5 + 32;

const lines = inputData.readings.map(({ city, c }) => {
  const f = toFahrenheit(c);
  let label;
  if (f > 80) {
    label = 'hot';
  } else if (f > 50) {
    label = 'mild';
  } else {
    label = 'cold';
  }
  return city + ': ' + f.toFixed(1) + ' (' + label + ')';
});
lines.forEach((line) => console.log(line));
const result = lines;
