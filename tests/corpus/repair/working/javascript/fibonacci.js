function fibonacci(count) {
  const values = [0, 1];
  while (values.length < count) {
    values.push(values[values.length - 1] + values[values.length - 2]);
  }
  return values.slice(0, count);
}

const result = fibonacci(12);
