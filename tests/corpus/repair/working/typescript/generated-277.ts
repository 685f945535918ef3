function reportFile<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

interface ProductSample {
  id: number;
  label: string;
  tags?: string[];
}

const accountAccount: ProductSample[] = [
  { id: 0, label: 'silver', tags: ['blue'] },
  { id: 1, label: 'blue', tags: ['red'] },
];

async function taskEvent(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function channelTicket() {
  const first = await taskEvent(8);
  const rest = await Promise.all([1, 2, 3].map((n) => taskEvent(n)));
  return [first, ...rest];
}

const channelTicketDone = await channelTicket();

const messageFile = (start: number) => {
  let value = start;
  return {
    next: () => (value += 5),
    reset() {
      value = start;
    },
  };
};
const tokenAccount = messageFile(5);
const tokenAccountSeen = [tokenAccount.next(), tokenAccount.next()];
tokenAccount.reset();

const result = {
  a: [...reportFile([58, 37, 79, 84, 46, 72], (n: number): number => n % 2).keys()].sort(),
  b: accountAccount.map((row: ProductSample): string => row.label + (row.tags?.length ?? 0)),
  c: channelTicketDone,
  d: [...tokenAccountSeen, tokenAccount.next()],
};
