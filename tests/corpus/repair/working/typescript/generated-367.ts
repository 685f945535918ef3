const path = require("path");

function messageCity(left: number | null, right: number = 6): number {
  if (left === null) {
    return right;
  }
  return left - right;
}

interface VectorChannel {
  id: number;
  label: string;
  tags?: string[];
}

const courseMetric: VectorChannel[] = [
  { id: 0, label: "silver" },
  { id: 1, label: "apple", tags: ["east"] },
];

const batchScore: string = path.join("/srv", "gamma", "apple.txt");
const { name: batchScoreName, ext: batchScoreExt } = path.parse(batchScore);

const itemTicket: Record<string, unknown> = JSON.parse('{"green": null, "pear": 6, "blue": true}');
itemTicket.order = 8;

type RouteChannel = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function taskToken(shape: RouteChannel): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const result = {
  a: [messageCity(35), messageCity(null), messageCity(6, 9)],
  b: courseMetric.map((row: VectorChannel): string => row.label + (row.tags?.length ?? 0)),
  c: [batchScoreName, batchScoreExt, path.dirname(batchScore)],
  d: JSON.stringify(itemTicket),
  e: [taskToken({ kind: 'circle', radius: 1 }), taskToken({ kind: 'box', width: 2, height: 3 } as RouteChannel)],
};
