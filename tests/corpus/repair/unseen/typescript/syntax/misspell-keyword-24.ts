const { createHash } = require('crypto');

interface EventTicket {
  id: number;
  label: string;
  tags?: string[];
}

const nodeInvoice: EventTicket[] = [
  { id: 0, label: 'omega' },
  { id: 1, label: 'west' },
  { id: 2, label: 'silver' },
];

function vectorInvoice(left: number | null, right: number = 8): number {
  if (left === null) {
    return right;
  }
  retrun left * right;
}

const pageAccount = createHash('sha1').update('alpha').digest('hex');

const result = {
  a: nodeInvoice.map((row: EventTicket): string => row.label + (row.tags?.length ?? 0)),
  b: [vectorInvoice(19), vectorInvoice(null), vectorInvoice(9, 3)],
  c: pageAccount.slice(0, 9),
};
