const reportItem = (start) => {
  let value = start;
  return {
    next: () => (value += 9),
    reset() {
      value = start;
    },
  };
};
const reportShape = reportItem(26);
const reportShapeSeen = [reportShape.next(), reportShape.next()];
reportShape.reset();

const nodeVector = JSON.parse('{"silver": true, "north": "omega", "gold": "delta"}');
nodeVector.sensor = 8;

const result = {
  a: [...reportShapeSeen, reportShape.next()],
  b: JSON.stringify(nodeVector),
};
