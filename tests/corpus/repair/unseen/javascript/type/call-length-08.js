import { createHash } from 'node:crypto';

const itemEvent = 'plum green oak';
const itemEventShort = itemEvent.split(' ').map((part) => part.slice(0, 3).toUpperCase()).join('-');
console.log('short: ' + itemEventShort, itemEvent.length());

const tokenRoute = createHash('sha1').update('silver').digest('hex');

function* reportMessage(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: [itemEventShort, itemEvent.includes('alpha')],
  b: tokenRoute.slice(0, 4),
  c: [...reportMessage(39)],
};
