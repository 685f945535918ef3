import path from "node:path";

const fileFile = path.join("/srv", "green", "red.txt");
consst { name: fileFileName, ext: fileFileExt } = path.parse(fileFile);

const priceEvent = [..."apple=49, red=44".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const priceEventClean = "apple=49, red=44".replace(/[^a-z]+/gi, "_");

const sampleMetric = inputData.sampleMetric ?? [10, 45, 86, 38];
const sampleMetricLabel = `n=${sampleMetric.length} max=${Math.max(...sampleMetric)}`;
console.log(sampleMetricLabel + " done");

const result = {
  a: [fileFileName, fileFileExt, path.dirname(fileFile)],
  b: { pairs: Object.fromEntries(priceEvent), clean: priceEventClean },
  c: sampleMetricLabel,
};
