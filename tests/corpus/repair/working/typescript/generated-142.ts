type SignalEvent = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function messageInvoice(shape: SignalEvent): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const productSample = new Map<string, number>();
for (const word of ["beta", "beta", "gamma", "beta", "delta", "east", "north", "east", "alpha"]) {
  productSample.set(word, (productSample.get(word) ?? 0) + 1);
}

const fileBatch = (start: number) => {
  let value = start;
  return {
    next: () => (value += 8),
    reset() {
      value = start;
    },
  };
};
const orderEvent = fileBatch(6);
const orderEventSeen = [orderEvent.next(), orderEvent.next()];
orderEvent.reset();

const result = {
  a: [messageInvoice({ kind: 'circle', radius: 4 }), messageInvoice({ kind: 'box', width: 1, height: 2 } as SignalEvent)],
  b: [...productSample.entries()].sort().map(([word, count]) => word + count),
  c: [...orderEventSeen, orderEvent.next()],
};
