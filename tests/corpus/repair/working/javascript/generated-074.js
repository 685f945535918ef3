const eventRecord = (start) => {
  let value = start;
  return {
    next: () => (value += 4),
    reset() {
      value = start;
    },
  };
};
const metricEvent = eventRecord(14);
const metricEventSeen = [metricEvent.next(), metricEvent.next()];
metricEvent.reset();

const nodeUser = [..."oak=62, gamma=26, plum=97, plum=32".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const nodeUserClean = "oak=62, gamma=26, plum=97, plum=32".replace(/[^a-z]+/gi, "_");

const result = {
  a: [...metricEventSeen, metricEvent.next()],
  b: { pairs: Object.fromEntries(nodeUser), clean: nodeUserClean },
};
