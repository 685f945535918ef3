const scoreInvoice = (level) => {
  switch (level) {
    case 3:
      return "iron";
    case 4:
    case 9: {
      const label = "apple";
      return label + level;
    }
    default:
      return "other";
  }
};

let reportItem = 50;
const metricToken = [];
while (reportItem > 1 && metricToken.length < 22) {
  reportItem = reportItem % 2 === 0 ? reportItem / 2 : 3 * reportItem + 1;
  metricToken.push(reportItem);
}

const fileMessage = [..."apple=37, north=40".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const fileMessageClean = "apple=37, north=40".replace(/[^a-z]+/gi, "_");

const result = {
  a: [1, 2, 4, 5, 7, 8].map(scoreInvoice),
  b: metricToken,
  c: { pairs: Object.fromEntries(fileMessage), clean: fileMessageClean },
};
