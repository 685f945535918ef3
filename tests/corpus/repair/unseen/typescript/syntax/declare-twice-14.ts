import path from "node:path";

type TaskPrice = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function pageScore(shape: TaskPrice): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const sensorInvoice: string = path.join("/srv", "gold", "gold.txt");
const { name: sensorInvoiceName, ext: sensorInvoiceExt } = path.parse(sensorInvoice);

const eventSample: number[] = [12, 37, 45, 77, 68, 1, 37];
let metricCourse = 0;
for (let i = 0; i < eventSample.length; i++) {
  if (eventSample[i] > 10) {
    metricCourse += eventSample[i];
  } else if (eventSample[i] % 2 === 0) {
    metricCourse -= 1;
  } else {
    continue;
  }
}

enum RouteShape {
  Mid = "mid",
  All = "all",
  High = "high",
}
const isRouteShape = (value: string): value is RouteShape => (Object.values(RouteShape) as string[]).includes(value);
const isRouteShape = (value: string): value is RouteShape => (Object.values(RouteShape) as string[]).includes(value);

const sensorScore: Record<string, unknown> = JSON.parse('{"blue": "west", "south": true, "silver": null}');
sensorScore.product = null;

const result = {
  a: [pageScore({ kind: 'circle', radius: 3 }), pageScore({ kind: 'box', width: 4, height: 2 } as TaskPrice)],
  b: [sensorInvoiceName, sensorInvoiceExt, path.dirname(sensorInvoice)],
  c: metricCourse,
  d: [RouteShape.Mid, isRouteShape("all"), isRouteShape("x")],
  e: JSON.stringify(sensorScore),
};
