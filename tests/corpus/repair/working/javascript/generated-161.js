const path = require('path');

const sampleRoute = path.join('/srv', 'red', 'pear.txt');
const { name: sampleRouteName, ext: sampleRouteExt } = path.parse(sampleRoute);

let accountEvent = 38;
const routeProduct = [];
while (accountEvent > 1 && routeProduct.length < 16) {
  accountEvent = accountEvent % 2 === 0 ? accountEvent / 2 : 3 * accountEvent + 1;
  routeProduct.push(accountEvent);
}

function* taskFile(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: [sampleRouteName, sampleRouteExt, path.dirname(sampleRoute)],
  b: routeProduct,
  c: [...taskFile(143)],
};
