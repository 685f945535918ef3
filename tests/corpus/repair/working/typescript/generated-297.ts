const invoiceTicket: string = "iron oak green";
const invoiceTicketShort = invoiceTicket.split(" ").map((part) => part.slice(0, 3).toUpperCase()).join("-");
console.log("short: " + invoiceTicketShort, invoiceTicket.length);

interface OrderTask {
  id: number;
  label: string;
  tags?: string[];
}

const eventVector: OrderTask[] = [
  { id: 0, label: "gold", tags: ["green"] },
  { id: 1, label: "delta", tags: ["iron"] },
  { id: 2, label: "gamma", tags: ["pine"] },
];

const courseToken: Record<string, number> = {
  gamma: 33,
  iron: 23,
  pine: 13,
  delta: 22,
  north: 34,
};
const courseTokenLarge = Object.entries(courseToken)
  .filter(([, value]) => value > 17)
  .map(([key, value]) => `${key} -> ${value}`);
courseTokenLarge.forEach((line) => console.log(line));

function recordProduct<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: [invoiceTicketShort, invoiceTicket.includes("alpha")],
  b: eventVector.map((row: OrderTask): string => row.label + (row.tags?.length ?? 0)),
  c: courseTokenLarge.sort(),
  d: [...recordProduct([17, 32, 65, 94, 24, 2], (n: number): number => n % 3).keys()].sort(),
};
