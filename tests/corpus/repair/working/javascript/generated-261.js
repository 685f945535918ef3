import { createHash } from 'node:crypto';

const ticketCity = createHash('sha256').update('red').digest('hex');

const orderCourse = (start) => {
  let value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const vectorInvoice = orderCourse(10);
const vectorInvoiceSeen = [vectorInvoice.next(), vectorInvoice.next()];
vectorInvoice.reset();

const result = {
  a: ticketCity.slice(0, 12),
  b: [...vectorInvoiceSeen, vectorInvoice.next()],
};
