const add = (a, b) => 
  const sum = a + b;
  return sum;
};
const result = add(1, 2);
