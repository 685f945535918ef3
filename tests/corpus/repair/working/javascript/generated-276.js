const path = require('path');

async function orderTask(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 6;
}

async function draftCourse() {
  const first = await orderTask(9);
  const rest = await Promise.all([1, 2, 3].map((n) => orderTask(n)));
  return [first, ...rest];
}

const draftCourseDone = await draftCourse();

const productEvent = path.join('/srv', 'east', 'delta.txt');
const { name: productEventName, ext: productEventExt } = path.parse(productEvent);

function* draftProduct(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: draftCourseDone,
  b: [productEventName, productEventExt, path.dirname(productEvent)],
  c: [...draftProduct(77)],
};
