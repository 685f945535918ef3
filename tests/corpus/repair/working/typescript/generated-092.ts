interface SensorMetric {
  id: number;
  label: string;
  tags?: string[];
}

const accountSensor: SensorMetric[] = [
  { id: 0, label: 'pine', tags: ['blue'] },
  { id: 1, label: 'east' },
  { id: 2, label: 'omega', tags: ['pear'] },
  { id: 3, label: 'blue' },
];

type TaskTicket = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function reportNode(shape: TaskTicket): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

let taskItem = 50;
const courseNode: number[] = [];
while (taskItem > 1 && courseNode.length < 22) {
  taskItem = taskItem % 2 === 0 ? taskItem / 2 : 3 * taskItem + 1;
  courseNode.push(taskItem);
}

function* draftCity(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

function metricNode(left: number | null, right: number = 6): number {
  if (left === null) {
    return right;
  }
  return left * right;
}

const result = {
  a: accountSensor.map((row: SensorMetric): string => row.label + (row.tags?.length ?? 0)),
  b: [reportNode({ kind: 'circle', radius: 4 }), reportNode({ kind: 'box', width: 4, height: 4 } as TaskTicket)],
  c: courseNode,
  d: [...draftCity(152)],
  e: [metricNode(40), metricNode(null), metricNode(8, 2)],
};
