interface Point {
  x: number;
  y: number;
const point: Point = { x: 1, y: 2 };
const result: number = point.x + point.y;
