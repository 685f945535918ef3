const orderReport = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 6 + column));
const orderReportRows = orderReport.map((row) => row.reduce((sum, cell] => sum + cell, 0));

const accountProduct = (start) => {
  let value = start;
  return {
    next: () => (value += 9),
    reset() {
      value = start;
    },
  };
};
const itemInvoice = accountProduct(25);
const itemInvoiceSeen = [itemInvoice.next(), itemInvoice.next()];
itemInvoice.reset();

const accountToken = JSON.parse('{"blue": 5, "south": 3, "delta": null}');
accountToken.message = null;

const result = {
  a: { rows: orderReportRows, corner: orderReport[0][3] },
  b: [...itemInvoiceSeen, itemInvoice.next()],
  c: JSON.stringify(accountToken),
};
