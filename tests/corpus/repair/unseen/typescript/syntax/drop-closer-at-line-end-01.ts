const draftPage: Record<string, unknown> = JSON.parse('{"red": true, "blue": "pear", "omega": true}');
draftPage.page = false;

enum ScoreCity {
  Low = 'low',
  Mid = 'mid',
  All = 'all',
}
const isScoreCity = (value: string): value is ScoreCity => (Object.values(ScoreCity) as string[]).includes(value);

function scoreVector(left: number | null, right: number = 4): number {
  if (left === null) {
    return right;
  }
  return left + right;
}

const vectorPrice = [...'oak=45, east=58, green=8, green=10'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const vectorPriceClean = 'oak=45, east=58, green=8, green=10'.replace(/[^a-z]+/gi, '_');

type MetricSignal = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function cityInvoice(shape: MetricSignal): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const result = {
  a: JSON.stringify(draftPage),
  b: [ScoreCity.Low, isScoreCity('mid'), isScoreCity('x')],
  c: [scoreVector(9), scoreVector(null), scoreVector(5, 2)],
  d: { pairs: Object.fromEntries(vectorPrice), clean: vectorPriceClean },
  e: [cityInvoice({ kind: 'circle', radius: 1 }), cityInvoice({ kind: 'box', width: 5, height: 4 } as MetricSignal),
};
