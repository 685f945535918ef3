enum SampleItem {
  None = "none",
  Low = "low",
  High = "high",
}
const isSampleItem = (value: string): value is SampleItem => (Object.values(SampleItem) as string[]).includes(value);

let courseTask = 57;
const orderTicket: number[] = [];
while (courseTask > 1 && orderTicket.length < 27) {
  courseTask = courseTask % 2 === 0 ? courseTask / 2 : 3 * courseTask + 1;
  orderTicket.push(courseTask);
}

type PricePrice = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function itemEvent(shape: PricePrice): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

new Array(-1);
const ticketCourse: Record<string, number> = {
  pine: 35,
  west: 27,
  apple: 32,
};
const ticketCourseLarge = Object.entries(ticketCourse)
  .filter(([, value]) => value > 6)
  .map(([key, value]) => `${key} -> ${value}`);
ticketCourseLarge.forEach((line) => console.log(line));

const result = {
  a: [SampleItem.None, isSampleItem("low"), isSampleItem("x")],
  b: orderTicket,
  c: [itemEvent({ kind: 'circle', radius: 4 }), itemEvent({ kind: 'box', width: 3, height: 2 } as PricePrice)],
  d: ticketCourseLarge.sort(),
};
