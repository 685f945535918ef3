const path = require('path');

const productMessage = new Map();
for (const word of ["south", "gamma", "south", "north", "beta", "south"]) {
  productMessage.set(word, (productMessage.get(word) ?? 0) + 1);
}

const shapeNode = path.join('/srv', 'east', 'iron.txt');
const { name: shapeNodeName, ext: shapeNodeExt } = path.parse(shapeNode);

const result = {
  a: [...productMessage.entries()].sort().map(([word, count]) => word + count),
  b: [shapeNodeName, shapeNodeExt, path.dirname(shapeNode)],
};
