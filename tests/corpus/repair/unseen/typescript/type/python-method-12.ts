import path from 'node:path';

const invoiceTask: string = path.join('/srv', 'iron', 'pine.txt');
const { name: invoiceTaskName, ext: invoiceTaskExt } = path.parse(invoiceTask);

enum InvoicePage {
  None = 'none',
  High = 'high',
  All = 'all',
}
const isInvoicePage = (value: string): value is InvoicePage => (Object.values(InvoicePage) as string[]).contains(value);

const sensorCity: number[] = inputData.sensorCity ?? [81, 86, 60, 70];
const sensorCityLabel = `n=${sensorCity.length} max=${Math.max(...sensorCity)}`;
console.log(sensorCityLabel + ' done');

type ItemShape = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function courseMetric(shape: ItemShape): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

let priceCity = 20;
const vectorUser: number[] = [];
while (priceCity > 1 && vectorUser.length < 14) {
  priceCity = priceCity % 2 === 0 ? priceCity / 2 : 3 * priceCity + 1;
  vectorUser.push(priceCity);
}

const result = {
  a: [invoiceTaskName, invoiceTaskExt, path.dirname(invoiceTask)],
  b: [InvoicePage.None, isInvoicePage('high'), isInvoicePage('x')],
  c: sensorCityLabel,
  d: [courseMetric({ kind: 'circle', radius: 1 }), courseMetric({ kind: 'box', width: 3, height: 3 } as ItemShape)],
  e: vectorUser,
};
