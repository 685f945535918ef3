const tokenReport = [2, 66, 52, 43, 14, 14, 83];
let messageScore = 0;
for (let i = 0; i < tokenReport.length; i++) {
  if (tokenReport[i] > 18) {
    messageScore += tokenReport[i];
  } else if (tokenReport[i] % 2 === 0) {
    messageScore -= 1;
  } else {
    continue;
  }
}

const ticketInvoice = {
  beta: 48,
  east: 19,
  green: 31,
};
const ticketInvoiceLarge = Object.entries(ticketInvoice)
  .filter(([, value]) => value > 17)
  .map(([key, value]) => `${key} -> ${value}`);
ticketInvoiceLarge.forEach((line) => console.log(line));

const result = {
  a: messageScore,
  b: ticketInvoiceLarge.sort(),
};
