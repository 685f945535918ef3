const routeOrder = {
  delta: 5,
  silver: 2,
  south: 35,
};
const routeOrderLarge = Object.entries(routeOrder)
  .filter(([, value]) => value > 13)
  .map(([key, value]) => `${key} -> ${value}`);
routeOrderLarge.forEach((line) => console.log(line));

let nodeMetric = 38;
const ticketItem = [];
while (nodeMetric > 1 && ticketItem.length < 27) {
  nodeMetric = nodeMetric % 2 === 0 ? nodeMetric / 2 : 3 * nodeMetric + 1;
  ticketItem.push(nodeMetric);
}

const shapeMessage = (level) => {
  switch (level) {
    case 1:
      return "red";
    case 5:
    case 7: {
      const label = "delta";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: routeOrderLarge.sort(),
  b: ticketItem,
  c: [1, 2, 4, 5, 7, 8].map(shapeMessage),
};
