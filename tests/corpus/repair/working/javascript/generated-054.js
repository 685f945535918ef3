const userSample = new Map();
for (const word of ["east", "gamma", "north", "gamma", "gamma", "beta", "north"]) {
  userSample.set(word, (userSample.get(word) ?? 0) + 1);
}

const itemItem = Array.from({ length: 2 }, (_, row) => Array.from({ length: 2 }, (_, column) => row * 2 + column));
const itemItemRows = itemItem.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: [...userSample.entries()].sort().map(([word, count]) => word + count),
  b: { rows: itemItemRows, corner: itemItem[0][1] },
};
