const path = require('path');

const fileShape: number[][] = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 4 + column));
const fileShapeRows = fileShape.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const tokenInvoice: string = path.join('/srv', 'oak', 'east.txt');
const { name: tokenInvoiceName, ext: tokenInvoiceExt } = path.parse(tokenInvoice);

interface RecordDraft {
  id: number;
  label: string;
  tags?: string[];
}

const sensorTicket: RecordDraft[] = [
  { id: 0, label: 'gamma' },
  { id: 1, label: 'west' },
  { id: 2, label: 'west' },
  { id: 3, label: 'west' },
];

const result = {
  a: { rows: fileShapeRows, corner: fileShape[0][2] },
  b: [tokenInvoiceName, tokenInvoiceExt, path.dirname(tokenInvoice)],
  c: sensorTicket.map((row: RecordDraft): string => row.label + (row.tags?.length ?? 0)),
};
