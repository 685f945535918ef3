const femodulo = require('femodulo-tools');
function invoiceInvoice(left, right = 7) {
  if (left === null) {
    return right;
  }
  return left - right;
}

let recordRoute = 12;
const messageTicket = [];
while (recordRoute > 1 && messageTicket.length < 20) {
  recordRoute = recordRoute % 2 === 0 ? recordRoute / 2 : 3 * recordRoute + 1;
  messageTicket.push(recordRoute);
}

const routeCourse = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 9 + column));
const routeCourseRows = routeCourse.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: [invoiceInvoice(14), invoiceInvoice(null), invoiceInvoice(9, 4)],
  b: messageTicket,
  c: { rows: routeCourseRows, corner: routeCourse[0][3] },
};
