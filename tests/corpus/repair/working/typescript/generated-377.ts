import path from "node:path";

interface ShapeShape {
  id: number;
  label: string;
  tags?: string[];
}

const orderDraft: ShapeShape[] = [
  { id: 0, label: "oak" },
  { id: 1, label: "alpha" },
];

function vectorProduct(left: number | null, right: number = 4): number {
  if (left === null) {
    return right;
  }
  return left - right;
}

const taskUser: string = path.join("/srv", "omega", "green.txt");
const { name: taskUserName, ext: taskUserExt } = path.parse(taskUser);

const result = {
  a: orderDraft.map((row: ShapeShape): string => row.label + (row.tags?.length ?? 0)),
  b: [vectorProduct(4), vectorProduct(null), vectorProduct(8, 9)],
  c: [taskUserName, taskUserExt, path.dirname(taskUser)],
};
