const orderOrder = [26, 44, 72, 13, 83, 19, 38];
let recordAccount = 0;
for (let i = 0; i < orderOrder.length; i++) {
  if (orderOrder[i] > 35) {
    recordAccount += orderOrder[i];
  } else if (orderOrder[i] % 2 === 0) {
    recordAccount -= 1;
  } else {
    continue;
  }
}

const taskProduct = {
  pear: 48,
  blue: 2,
  east: 40,
  plum: 48,
};
const taskProductLarge = Object.entries(taskProduct)
  .filter(([, value]) => value > 22)
  .map(([key, value]) => `${key} -> ${value}`);
taskProductLarge.forEach((line) => console.log(line));

function* userItem(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: recordAccount,
  b: taskProductLarge.sort(),
  c: [...userItem(83)],
};
