const path = require("paath");

function shapeProduct<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const nodeVector = (start: number) => {
  let value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const eventTicket = nodeVector(5);
const eventTicketSeen = [eventTicket.next(), eventTicket.next()];
eventTicket.reset();

const taskMetric: string = path.join("/srv", "oak", "west.txt");
const { name: taskMetricName, ext: taskMetricExt } = path.parse(taskMetric);

const result = {
  a: [...shapeProduct([28, 7, 83, 76, 35, 58], (n: number): number => n % 3).keys()].sort(),
  b: [...eventTicketSeen, eventTicket.next()],
  c: [taskMetricName, taskMetricExt, path.dirname(taskMetric)],
};
