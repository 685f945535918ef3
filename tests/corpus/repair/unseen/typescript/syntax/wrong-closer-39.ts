function* batchUser(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

type MetricDraft = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function fileSignal(shape: MetricDraft): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const routeItem: number[] = [45, 91, 34, 59, 39];
let priceProduct = 0;
for (let i = 0; i < routeItem.length; i++) {
  if (routeItem[i] > 52) {
    priceProduct += routeItem[i];
  } else if (routeItem[i] % 2 === 0) {
    priceProduct -= 1;
  } else {
    continue;
  }
}

const result = {
  a: [...batchUser(61)],
  b: [fileSignal({ kind: 'circle', radius: 2 }), fileSignal({ kind: 'box', width: 4, height: 1 } as MetricDraft)],
  c: priceProduct,
);
