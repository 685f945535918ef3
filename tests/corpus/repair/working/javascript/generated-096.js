const tokenSensor = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 2 + column));
const tokenSensorRows = tokenSensor.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const taskShape = (level) => {
  switch (level) {
    case 2:
      return "silver";
    case 6:
    case 8: {
      const label = "pear";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: { rows: tokenSensorRows, corner: tokenSensor[0][3] },
  b: [1, 2, 4, 5, 7, 8].map(taskShape),
};
