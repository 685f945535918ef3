const recordDraft = (start) => {
  let value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const batchUser = recordDraft(3);
const batchUserSeen = [batchUser.next(), batchUser.next()];
batchUser.reset();

const orderProduct = 'apple delta east plum red iron';
const orderProductShort = orderProduct.split(' ').map((part) => part.slice(0, 3).toUpperCase()).join('-');
console.log('short: ' + orderProductShort, orderProduct.length);

const result = {
  a: [...batchUserSeen, batchUser.next()],
  b: [orderProductShort, orderProduct.includes('south')],
};
