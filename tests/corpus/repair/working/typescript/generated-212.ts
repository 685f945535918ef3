const citySignal = (start: number) => {
  let value = start;
  return {
    next: () => (value += 2),
    reset() {
      value = start;
    },
  };
};
const productMetric = citySignal(5);
const productMetricSeen = [productMetric.next(), productMetric.next()];
productMetric.reset();

function batchInvoice<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const metricTicket = (level: number): string => {
  switch (level) {
    case 2:
      return "delta";
    case 4:
    case 9: {
      const label = "west";
      return label + level;
    }
    default:
      return "other";
  }
};

const priceShape: number[] = inputData.priceShape ?? [74, 54, 1, 36];
const priceShapeLabel = `n=${priceShape.length} max=${Math.max(...priceShape)}`;
console.log(priceShapeLabel + " done");

const result = {
  a: [...productMetricSeen, productMetric.next()],
  b: [...batchInvoice([8, 78, 76, 77, 77, 20], (n: number): number => n % 2).keys()].sort(),
  c: [1, 2, 4, 5, 7, 8].map(metricTicket),
  d: priceShapeLabel,
};
