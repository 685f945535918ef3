const invoiceFile = JSON.parse('{"alpha": true, "beta": null, "oak": true}');
invoiceFile.user = 4;

const userRecord = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 6 + column));
const userRecordRows = userRecord.map((row) => row.reduce((sum, cell) => sum + cell, 0));

async function ticketOrder(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function ticketAccount() {
  const first = await ticketOrder(6);
  const rest = await Promise.all([1, 2, 3].map((n) => ticketOrder(n)));
  return [first, ...rest];
}

const ticketAccountDone = await ticketAccount();

const result = {
  a: JSON.stringify(invoiceFile),
  b: { rows: userRecordRows, corner: userRecord[0][2] },
  c: ticketAccountDone,
};
