const recordReport = new Map();
for (const word of ["omega", "delta", "south", "south", "beta", "north", "gamma"]) {
  recordReport.set(word, (recordReport.get(word) ?? 0) + 1);
}

const routeSensor = (start) => {
  let value = start;
  return {
    next: () => (value += 5),
    reset() {
      value = start;
    },
  };
};
const productUser = routeSensor(25);
const productUserSeen = [productUser.next(), productUser.next()];
productUser.reset();

const result = {
  a: [...recordReport.entries()].sort().map(([word, count]) => word + count),
  b: [...productUserSeen, productUser.next()],
};
