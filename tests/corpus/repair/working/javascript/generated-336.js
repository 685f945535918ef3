const userVector = inputData.userVector ?? [22, 10, 23, 68];
const userVectorLabel = `n=${userVector.length} max=${Math.max(...userVector)}`;
console.log(userVectorLabel + ' done');

const priceReport = (level) => {
  switch (level) {
    case 3:
      return 'south';
    case 6:
    case 7: {
      const label = 'alpha';
      return label + level;
    }
    default:
      return 'other';
  }
};

const itemAccount = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 3 + column));
const itemAccountRows = itemAccount.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: userVectorLabel,
  b: [1, 2, 4, 5, 7, 8].map(priceReport),
  c: { rows: itemAccountRows, corner: itemAccount[0][2] },
};
