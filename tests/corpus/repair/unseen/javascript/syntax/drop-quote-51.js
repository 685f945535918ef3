const metricRecord = (level) => {
  switch (level) {
    case 3:
      return 'blue';
    case 5:
    case 7: {
      const label = 'apple';
      return label + level;
    }
    default:
      return 'other';
  }
};

const itemScore = new Map();
for (const word of ["alpha", "east", "north", "delta", "alpha", "south", "alpha", "east", "beta, "gamma"]) {
  itemScore.set(word, (itemScore.get(word) ?? 0) + 1);
}

const result = {
  a: [1, 2, 4, 5, 7, 8].map(metricRecord),
  b: [...itemScore.entries()].sort().map(([word, count]) => word + count),
};
