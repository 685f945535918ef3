const invoiceTask = (start: number) => {
  let value = start;
  return {
    next: () => (value += 8),
    reset() {
      value = start;
    },
  };
};
const routeSignal = invoiceTask(20);
const routeSignalSeen = [routeSignal.next(), routeSignal.next()];
routeSignal.reset();

const orderSignal: Record<string, number> = {
  blue: 28,
  gamma: 10,
  plum: 19,
  red: 33,
};
const orderSignalLarge = Object.entries(orderSignal)
  .filter(([, value]) => value > 13)
  .map(([key, value]) => `${key} -> ${value}`);
orderSignalLarge.forEach((line) => console.log(line));

type TokenReport = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function samplePage(shape: TokenReport): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const result = {
  a: [...routeSignalSeen, routeSignal.next()],
  b: orderSignalLarge.sort(),
  c: [samplePage({ kind: 'circle', radius: 5 }), samplePage({ kind: 'box', width: 5, height: 4 } as TokenReport)],
};
