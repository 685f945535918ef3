async function citySensor(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function ticketCourse() {
  const first = await citySensor(2);
  const rest = await Promise.all([1, 2, 3].map((n) => citySensor(n)));
  return [first, ...rest];
}

const ticketCourseDone = await ticketCourse();

const draftRoute = JSON.parse(“{"east": null, "gold": 2, "alpha": null}”);
draftRoute.sensor = 3;

const result = {
  a: ticketCourseDone,
  b: JSON.stringify(draftRoute),
};
