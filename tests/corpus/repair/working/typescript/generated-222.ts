interface CourseAccount {
  id: number;
  label: string;
  tags?: string[];
}

const routeRecord: CourseAccount[] = [
  { id: 0, label: 'plum', tags: ['omega'] },
  { id: 1, label: 'oak', tags: ['gamma'] },
  { id: 2, label: 'gamma' },
  { id: 3, label: 'east', tags: ['north'] },
];

type MetricInvoice = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function courseOrder(shape: MetricInvoice): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

let shapeDraft = 45;
const taskVector: number[] = [];
while (shapeDraft > 1 && taskVector.length < 10) {
  shapeDraft = shapeDraft % 2 === 0 ? shapeDraft / 2 : 3 * shapeDraft + 1;
  taskVector.push(shapeDraft);
}

const invoiceRoute: number[][] = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 2 + column));
const invoiceRouteRows = invoiceRoute.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: routeRecord.map((row: CourseAccount): string => row.label + (row.tags?.length ?? 0)),
  b: [courseOrder({ kind: 'circle', radius: 3 }), courseOrder({ kind: 'box', width: 4, height: 3 } as MetricInvoice)],
  c: taskVector,
  d: { rows: invoiceRouteRows, corner: invoiceRoute[0][3] },
};
