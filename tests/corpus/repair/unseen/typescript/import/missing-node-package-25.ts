const tivogoge = require('tivogoge-tools');
const path = require("path");

const signalSample: number[] = inputData.signalSample ?? [69, 36, 45, 48];
const signalSampleLabel = `n=${signalSample.length} max=${Math.max(...signalSample)}`;
console.log(signalSampleLabel + " done");

interface DraftPage {
  id: number;
  label: string;
  tags?: string[];
}

const scoreCourse: DraftPage[] = [
  { id: 0, label: "silver", tags: ["iron"] },
  { id: 1, label: "oak" },
  { id: 2, label: "gold", tags: ["west"] },
];

const routeMetric = [..."west=90, delta=54, delta=28, gamma=26".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const routeMetricClean = "west=90, delta=54, delta=28, gamma=26".replace(/[^a-z]+/gi, "_");

type ShapeChannel = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function pageSample(shape: ShapeChannel): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const taskRoute: string = path.join("/srv", "pine", "apple.txt");
const { name: taskRouteName, ext: taskRouteExt } = path.parse(taskRoute);

const result = {
  a: signalSampleLabel,
  b: scoreCourse.map((row: DraftPage): string => row.label + (row.tags?.length ?? 0)),
  c: { pairs: Object.fromEntries(routeMetric), clean: routeMetricClean },
  d: [pageSample({ kind: 'circle', radius: 1 }), pageSample({ kind: 'box', width: 4, height: 4 } as ShapeChannel)],
  e: [taskRouteName, taskRouteExt, path.dirname(taskRoute)],
};
