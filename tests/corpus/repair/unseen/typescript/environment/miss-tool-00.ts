type Shape =
  | { kind: 'circle'; radius: number }
  | { kind: 'rect'; width: number; height: number };

function area(shape: Shape): number {
  switch (shape.kind) {
    case 'circle':
      return Math.round(Math.PI * shape.radius ** 2 * 100) / 100;
    case 'rect':
      return shape.width * shape.height;
  }
}

const shapes: Shape[] = [
  { kind: 'circle', radius: 2 },
  { kind: 'rect', width: 3, height: 4 },
];
(await import('node:fs')).writeFileSync('/dev/full', 'x');
const result: number[] = shapes.map(area);
