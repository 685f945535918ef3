type DraftToken = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function channelEvent(shape: DraftToken): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

function* invoiceEvent(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const accountCourse = (level: number): string => {
  switch (level) {
    case 2:
      return 'west';
    case 5:
    case 8: {
      const label = 'delta';
      return label + level;
    }
    default:
      return 'other';
  }
};

function draftUser<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const reportFile = (start: number) => {
  let value = start;
  return {
    next: () => (value += 6),
    reset() {
      value = start;
    },
  };
};
const nodeDraft = reportFile(2);
const nodeDraftSeen = [nodeDraft.next(), nodeDraft.next()];
nodeDraft.reset();

const result = {
  a: [channelEvent({ kind: 'circle', radius: 2 }), channelEvent({ kind: 'box', width: 3, height: 1 } as DraftToken)],
  b: [...invoiceEvent(28)],
  c: [1, 2, 4, 5, 7, 8].map(accountCourse),
  d: [...draftUser([99, 53, 77, 94, 40, 36], (n number): number => n % 3).keys()].sort(),
  e: [...nodeDraftSeen, nodeDraft.next()],
};
