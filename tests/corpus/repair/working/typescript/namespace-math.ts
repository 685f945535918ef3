namespace Geometry {
  export interface Point {
    x: number;
    y: number;
  }

  export function distance(a: Point, b: Point): number {
    return Math.hypot(a.x - b.x, a.y - b.y);
  }
}

const a: Geometry.Point = { x: 0, y: 0 };
const b: Geometry.Point = { x: 3, y: 4 };
const result = Geometry.distance(a, b);
