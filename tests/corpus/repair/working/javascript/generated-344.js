const batchRoute = 'green north silver';
const batchRouteShort = batchRoute.split(' ').map((part) => part.slice(0, 1).toUpperCase()).join('-');
console.log('short: ' + batchRouteShort, batchRoute.length);

function* channelTicket(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: [batchRouteShort, batchRoute.includes('green')],
  b: [...channelTicket(52)],
};
