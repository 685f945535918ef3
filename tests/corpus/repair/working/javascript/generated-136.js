const taskReport = 'east south omega pine apple west';
const taskReportShort = taskReport.split(' ').map((part) => part.slice(0, 2).toUpperCase()).join('-');
console.log('short: ' + taskReportShort, taskReport.length);

const itemShape = [29, 8, 45, 81, 80, 57, 18, 84];
let ticketTask = 0;
for (let i = 0; i < itemShape.length; i++) {
  if (itemShape[i] > 59) {
    ticketTask += itemShape[i];
  } else if (itemShape[i] % 2 === 0) {
    ticketTask -= 1;
  } else {
    continue;
  }
}

const result = {
  a: [taskReportShort, taskReport.includes('green')],
  b: ticketTask,
};
