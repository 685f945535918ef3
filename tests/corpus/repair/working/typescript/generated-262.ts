type TaskOrder = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function shapeReport(shape: TaskOrder): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

function* pagePage(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const shapeBatch: Record<string, unknown> = JSON.parse('{"alpha": null, "silver": true, "plum": "silver"}');
shapeBatch.item = false;

const fileTask: number[] = inputData.fileTask ?? [20, 36, 38, 52];
const fileTaskLabel = `n=${fileTask.length} max=${Math.max(...fileTask)}`;
console.log(fileTaskLabel + " done");

interface RecordTicket {
  id: number;
  label: string;
  tags?: string[];
}

const ticketShape: RecordTicket[] = [
  { id: 0, label: "beta" },
  { id: 1, label: "silver" },
  { id: 2, label: "gold" },
];

const result = {
  a: [shapeReport({ kind: 'circle', radius: 5 }), shapeReport({ kind: 'box', width: 5, height: 4 } as TaskOrder)],
  b: [...pagePage(24)],
  c: JSON.stringify(shapeBatch),
  d: fileTaskLabel,
  e: ticketShape.map((row: RecordTicket): string => row.label + (row.tags?.length ?? 0)),
};
