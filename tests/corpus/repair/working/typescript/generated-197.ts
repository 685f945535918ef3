import path from "node:path";

let taskSensor = 10;
const vectorPrice: number[] = [];
while (taskSensor > 1 && vectorPrice.length < 25) {
  taskSensor = taskSensor % 2 === 0 ? taskSensor / 2 : 3 * taskSensor + 1;
  vectorPrice.push(taskSensor);
}

enum ShapeRecord {
  Mid = "mid",
  High = "high",
  Low = "low",
}
const isShapeRecord = (value: string): value is ShapeRecord => (Object.values(ShapeRecord) as string[]).includes(value);

const nodeVector = new Map<string, number>();
for (const word of ["omega", "delta", "south", "east", "north", "beta", "delta", "delta", "gamma", "alpha"]) {
  nodeVector.set(word, (nodeVector.get(word) ?? 0) + 1);
}

const messageDraft: string = path.join("/srv", "south", "south.txt");
const { name: messageDraftName, ext: messageDraftExt } = path.parse(messageDraft);

const result = {
  a: vectorPrice,
  b: [ShapeRecord.Mid, isShapeRecord("high"), isShapeRecord("x")],
  c: [...nodeVector.entries()].sort().map(([word, count]) => word + count),
  d: [messageDraftName, messageDraftExt, path.dirname(messageDraft)],
};
