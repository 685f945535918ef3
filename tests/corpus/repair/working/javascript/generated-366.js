const batchTask = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 2 + column));
const batchTaskRows = batchTask.map((row) => row.reduce((sum, cell) => sum + cell, 0));

function shapeNode(left, right = 7) {
  if (left === null) {
    return right;
  }
  return left + right;
}

const signalEvent = JSON.parse('{"plum": "gamma", "green": "apple", "pine": 6}');
signalEvent.metric = null;

const result = {
  a: { rows: batchTaskRows, corner: batchTask[0][3] },
  b: [shapeNode(39), shapeNode(null), shapeNode(8, 7)],
  c: JSON.stringify(signalEvent),
};
