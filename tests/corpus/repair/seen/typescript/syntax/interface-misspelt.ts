inteface Point {
  x: number;
}
const point: Point = { x: 1 };
const result = point.x;
