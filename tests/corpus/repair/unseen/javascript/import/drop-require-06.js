
const fileNode = path.join('/srv', 'west', 'plum.txt');
const { name: fileNodeName, ext: fileNodeExt } = path.parse(fileNode);

const shapeChannel = {
  iron: 12,
  alpha: 19,
  pear: 46,
  north: 30,
  pine: 5,
};
const shapeChannelLarge = Object.entries(shapeChannel)
  .filter(([, value]) => value > 23)
  .map(([key, value]) => `${key} -> ${value}`);
shapeChannelLarge.forEach((line) => console.log(line));

function eventNode(left, right = 5) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const result = {
  a: [fileNodeName, fileNodeExt, path.dirname(fileNode)],
  b: shapeChannelLarge.sort(),
  c: [eventNode(44), eventNode(null), eventNode(6, 2)],
};
