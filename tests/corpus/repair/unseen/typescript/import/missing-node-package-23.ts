const zukegudu = require('zukegudu-tools');
const { createHash } = require("crypto");

const draftRecord = (start: number) => {
  let value = start;
  return {
    next: () => (value += 7),
    reset() {
      value = start;
    },
  };
};
const batchRoute = draftRecord(29);
const batchRouteSeen = [batchRoute.next(), batchRoute.next()];
batchRoute.reset();

function batchCourse<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

type MessageAccount = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function priceInvoice(shape: MessageAccount): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const userMetric = createHash("sha1").update("pear").digest("hex");

const result = {
  a: [...batchRouteSeen, batchRoute.next()],
  b: [...batchCourse([8, 66, 51, 20, 36, 5], (n: number): number => n % 2).keys()].sort(),
  c: [priceInvoice({ kind: 'circle', radius: 1 }), priceInvoice({ kind: 'box', width: 2, height: 2 } as MessageAccount)],
  d: userMetric.slice(0, 5),
};
