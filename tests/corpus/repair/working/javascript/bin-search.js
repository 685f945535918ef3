function search(values, wanted) {
  let low = 0;
  let high = values.length - 1;
  let steps = 0;
  while (low <= high) {
    steps += 1;
    const middle = Math.floor((low + high) / 2);
    if (values[middle] === wanted) return { index: middle, steps };
    if (values[middle] < wanted) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return { index: -1, steps };
}

const result = search(inputData.values, inputData.wanted);
