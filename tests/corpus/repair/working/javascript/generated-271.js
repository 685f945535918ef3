import path from "node:path";

function samplePrice(left, right = 9) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const sensorShape = path.join("/srv", "west", "omega.txt");
const { name: sensorShapeName, ext: sensorShapeExt } = path.parse(sensorShape);

const cityEvent = inputData.cityEvent ?? [78, 57, 79, 94];
const cityEventLabel = `n=${cityEvent.length} max=${Math.max(...cityEvent)}`;
console.log(cityEventLabel + " done");

const result = {
  a: [samplePrice(17), samplePrice(null), samplePrice(5, 2)],
  b: [sensorShapeName, sensorShapeExt, path.dirname(sensorShape)],
  c: cityEventLabel,
};
