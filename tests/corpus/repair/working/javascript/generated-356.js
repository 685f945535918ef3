let routeNode = 37;
const taskUser = [];
while (routeNode > 1 && taskUser.length < 20) {
  routeNode = routeNode % 2 === 0 ? routeNode / 2 : 3 * routeNode + 1;
  taskUser.push(routeNode);
}

const channelOrder = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 6 + column));
const channelOrderRows = channelOrder.map((row) => row.reduce((sum, cell) => sum + cell, 0));

function* tokenSample(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: taskUser,
  b: { rows: channelOrderRows, corner: channelOrder[0][2] },
  c: [...tokenSample(78)],
};
