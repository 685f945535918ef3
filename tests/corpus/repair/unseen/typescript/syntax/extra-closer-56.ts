const metricEvent = [..."gold=67, gamma=71".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const metricEventClean = "gold=67, gamma=71".replace(/[^a-z]+/gi, "_");

type SampleShape = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function metricFile(shape: SampleShape): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const ticketCity: number[] = [11, 23, 46, 81];
let vectorProduct = 0;
for (let i = 0; i < ticketCity.length; i++) {
  if (ticketCity[i] > 39) {
    vectorProduct += ticketCity[i];
  } else if (ticketCity[i] % 2 === 0) {
    vectorProduct -= 1;
  } else {
    continue;
  }
}

const result = {
  a: { pairs: Object.fromEntries(metricEvent), clean: metricEventClean },
  b: [metricFile({ kind: 'circle', radius: 1 }}), metricFile({ kind: 'box', width: 5, height: 1 } as SampleShape)],
  c: vectorProduct,
};
