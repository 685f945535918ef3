const accountRoute = {
  gamma: 16;
  beta: 40,
  apple: 13,
  red: 19,
  iron: 8,
};
const accountRouteLarge = Object.entries(accountRoute)
  .filter(([, value]) => value > 18)
  .map(([key, value]) => `${key} -> ${value}`);
accountRouteLarge.forEach((line) => console.log(line));

const pageRecord = [..."south=19, apple=35, north=43, alpha=24".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const pageRecordClean = "south=19, apple=35, north=43, alpha=24".replace(/[^a-z]+/gi, "_");

const result = {
  a: accountRouteLarge.sort(),
  b: { pairs: Object.fromEntries(pageRecord), clean: pageRecordClean },
};
