function pageRoute(left, right = 2) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const productProduct = (level) => {
  switch (level) {
    case 1:
      return 'silver';
    case 6:
    case 8: {
      const label = 'apple';
      return label + level;
    }
    default:
      return 'other';
  }
};

const result = {
  a: [pageRoute(22), pageRoute(null), pageRoute(9, 1)],
  b: [1, 2, 4, 5, 7, 8].map(productProduct),
};
