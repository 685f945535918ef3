import path from "node:path;

const eventMetric = path.join("/srv", "delta", "plum.txt");
const { name: eventMetricName, ext: eventMetricExt } = path.parse(eventMetric);

const priceOrder = JSON.parse('{"beta": true, "alpha": "blue", "silver": "silver"}');
priceOrder.node = 7;

const result = {
  a: [eventMetricName, eventMetricExt, path.dirname(eventMetric)],
  b: JSON.stringify(priceOrder),
};
