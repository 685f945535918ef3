let orderToken = 50;
const ticketOrder: number[] = [];
while (orderToken > 1 && ticketOrder.length < 26) {
  orderToken = orderToken % 2 === 0 ? orderToken / 2 : 3 * orderToken + 1;
  ticketOrder.push(orderToken);
}

enum InvoiceRecord {
  None = "none",
  Mid = “mid”,
  Low = "low",
}
const isInvoiceRecord = (value: string): value is InvoiceRecord => (Object.values(InvoiceRecord) as string[]).includes(value);

const sensorToken: number[][] = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 2 + column));
const sensorTokenRows = sensorToken.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: ticketOrder,
  b: [InvoiceRecord.None, isInvoiceRecord("mid"), isInvoiceRecord("x")],
  c: { rows: sensorTokenRows, corner: sensorToken[0][3] },
};
