const itemTask = Array.from({ length: 2 }, (_, row) => Array.from({ length: 2 }, (_, column) => row * 8 + column));
const itemTaskRows = itemTask.map((row) => row.reduce((sum, cell) => sum + cell, 0));

let channelSample = 31;
const sensorUser = [];
while (channelSample > 1 && sensorUser.length < 14) {
  channelSample = channelSample % 2 === 0 ? channelSample / 2 : 3 * channelSample + 1;
  sensorUser.push(channelSample);
}

const result = {
  a: { rows: itemTaskRows, corner: itemTask[0][1] },
  b: sensorUser,
};
