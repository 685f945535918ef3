const fileToken = (start) => {
  let value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const routeSignal = fileToken(13);
const routeSignalSeen = [routeSignal.next(), routeSignal.next()];
routeSignal.reset();

function* fileChannel(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const pageShape = [..."gold=41, gold=19, silver=68, apple=36".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const pageShapeClean = "gold=41, gold=19, silver=68, apple=36".replace(/[^a-z]+/gi, "_");

const result = {
  a: [...routeSignalSeen, routeSignal.next()],
  b: [...fileChannel(36)],
  c: { pairs: Object.fromEntries(pageShape), clean: pageShapeClean },
};
