const taskSignal = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 4 + column));
const taskSignalRows = taskSignal.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const batchAccount = JSON.parse('{"omega": null, "oak": "pear", "alpha": 0}');
batchAccount.ticket = false;

const result = {
  a: { rows: taskSignalRows, corner: taskSignal[0][3] },
  b: JSON.stringify(batchAccount),
};
