const path = require('path');

const taskChannel = inputData.taskChannel ?? [76, 50, 45, 41];
const taskChannelLabel = `n=${taskChannel.length} max=${Math.max(...taskChannel)}`;
console.log(taskChannelLabel + ' done');

const cityReport = path.join('/srv', 'gamma', 'red.txt');
const { name: cityReportName, ext: cityReportExt } = path.parse(cityReport);

const result = {
  a: taskChannelLabel,
  b: [cityReportName, cityReportExt, path.dirname(cityReport)],
};
