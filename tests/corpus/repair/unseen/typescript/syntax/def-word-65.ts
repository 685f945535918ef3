const { createHash } = require('crypto');

type ScoreMetric = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

def metricCity(shape: ScoreMetric): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const tokenVector: Record<string, number> = {
  red: 48,
  delta: 49,
  plum: 1,
  oak: 31,
};
const tokenVectorLarge = Object.entries(tokenVector)
  .filter(([, value]) => value > 24)
  .map(([key, value]) => `${key} -> ${value}`);
tokenVectorLarge.forEach((line) => console.log(line));

const nodeProduct: number[][] = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 8 + column));
const nodeProductRows = nodeProduct.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const tokenAccount = createHash('sha256').update('red').digest('hex');

enum OrderTask {
  All = 'all',
  Mid = 'mid',
  High = 'high',
}
const isOrderTask = (value: string): value is OrderTask => (Object.values(OrderTask) as string[]).includes(value);

const result = {
  a: [metricCity({ kind: 'circle', radius: 5 }), metricCity({ kind: 'box', width: 2, height: 3 } as ScoreMetric)],
  b: tokenVectorLarge.sort(),
  c: { rows: nodeProductRows, corner: nodeProduct[0][2] },
  d: tokenAccount.slice(0, 9),
  e: [OrderTask.All, isOrderTask('mid'), isOrderTask('x')],
};
