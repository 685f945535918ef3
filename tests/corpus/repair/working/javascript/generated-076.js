const cityTicket = JSON.parse('{"oak": 9, "silver": "oak", "north": "pear"}');
cityTicket.account = true;

let reportSample = 48;
const accountCourse = [];
while (reportSample > 1 && accountCourse.length < 23) {
  reportSample = reportSample % 2 === 0 ? reportSample / 2 : 3 * reportSample + 1;
  accountCourse.push(reportSample);
}

const result = {
  a: JSON.stringify(cityTicket),
  b: accountCourse,
};
