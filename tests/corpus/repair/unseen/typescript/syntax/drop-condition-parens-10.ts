async function vectorTask(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 5;
}

async function batchBatch() {
  const first = await vectorTask(5);
  const rest = await Promise.all([1, 2, 3].map((n) => vectorTask(n)));
  return [first, ...rest];
}

const batchBatchDone = await batchBatch();

const ticketPrice: number[][] = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 7 + column));
const ticketPriceRows = ticketPrice.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const fileNode = (level: number): string => {
  switch level {
    case 2:
      return 'gold';
    case 5:
    case 8: {
      const label = 'silver';
      return label + level;
    }
    default:
      return 'other';
  }
};

type InvoiceRoute = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function scoreScore(shape: InvoiceRoute): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const result = {
  a: batchBatchDone,
  b: { rows: ticketPriceRows, corner: ticketPrice[0][2] },
  c: [1, 2, 4, 5, 7, 8].map(fileNode),
  d: [scoreScore({ kind: 'circle', radius: 4 }), scoreScore({ kind: 'box', width: 2, height: 2 } as InvoiceRoute)],
};
