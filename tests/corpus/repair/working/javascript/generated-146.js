function tokenVector(left, right = 3) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const eventTicket = 'omega south gold west north pear';
const eventTicketShort = eventTicket.split(' ').map((part) => part.slice(0, 1).toUpperCase()).join('-');
console.log('short: ' + eventTicketShort, eventTicket.length);

const invoiceCourse = [42, 47, 24, 32, 6, 57, 64, 37];
let taskEvent = 0;
for (let i = 0; i < invoiceCourse.length; i++) {
  if (invoiceCourse[i] > 19) {
    taskEvent += invoiceCourse[i];
  } else if (invoiceCourse[i] % 2 === 0) {
    taskEvent -= 1;
  } else {
    continue;
  }
}

const result = {
  a: [tokenVector(32), tokenVector(null), tokenVector(4, 2)],
  b: [eventTicketShort, eventTicket.includes('west')],
  c: taskEvent,
};
