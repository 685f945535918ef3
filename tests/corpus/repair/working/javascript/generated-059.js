import path from 'node:path';

const nodeFile = path.join('/srv', 'gamma', 'apple.txt');
const { name: nodeFileName, ext: nodeFileExt } = path.parse(nodeFile);

const signalProduct = inputData.signalProduct ?? [97, 8, 18, 34];
const signalProductLabel = `n=${signalProduct.length} max=${Math.max(...signalProduct)}`;
console.log(signalProductLabel + ' done');

const result = {
  a: [nodeFileName, nodeFileExt, path.dirname(nodeFile)],
  b: signalProductLabel,
};
