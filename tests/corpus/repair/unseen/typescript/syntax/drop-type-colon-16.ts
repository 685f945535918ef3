type ItemUser = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function pageMetric(shape: ItemUser): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const routeChannel: string = 'plum blue silver iron south west';
const routeChannelShort = routeChannel.split(' ').map((part) => part.slice(0, 1).toUpperCase()).join('-');
console.log('short: ' + routeChannelShort, routeChannel.length);

enum ScoreCourse {
  High = 'high',
  Mid = 'mid',
  Low = 'low',
}
const isScoreCourse = (value string): value is ScoreCourse => (Object.values(ScoreCourse) as string[]).includes(value);

const itemShape: Record<string, number> = {
  omega: 39,
  pear: 6,
  gamma: 38,
  green: 9,
};
const itemShapeLarge = Object.entries(itemShape)
  .filter(([, value]) => value > 5)
  .map(([key, value]) => `${key} -> ${value}`);
itemShapeLarge.forEach((line) => console.log(line));

const result = {
  a: [pageMetric({ kind: 'circle', radius: 3 }), pageMetric({ kind: 'box', width: 4, height: 5 } as ItemUser)],
  b: [routeChannelShort, routeChannel.includes('green')],
  c: [ScoreCourse.High, isScoreCourse('mid'), isScoreCourse('x')],
  d: itemShapeLarge.sort(),
};
