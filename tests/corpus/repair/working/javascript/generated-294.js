const productNode = [..."green=99, red=37, silver=34".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const productNodeClean = "green=99, red=37, silver=34".replace(/[^a-z]+/gi, "_");

function taskChannel(left, right = 1) {
  if (left === null) {
    return right;
  }
  return left + right;
}

const draftMessage = {
  blue: 11,
  red: 2,
  gamma: 27,
  iron: 30,
};
const draftMessageLarge = Object.entries(draftMessage)
  .filter(([, value]) => value > 18)
  .map(([key, value]) => `${key} -> ${value}`);
draftMessageLarge.forEach((line) => console.log(line));

const result = {
  a: { pairs: Object.fromEntries(productNode), clean: productNodeClean },
  b: [taskChannel(12), taskChannel(null), taskChannel(3, 1)],
  c: draftMessageLarge.sort(),
};
