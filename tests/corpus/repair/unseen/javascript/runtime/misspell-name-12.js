const signalSensor = Array.from({ length: 2 }, (_, row) => Array.from({ length: 2 }, (_, column) => row * 7 + column));
const signalSensorRows = signalSensor.map((row) => row.reduce((sum, cell) => sum + cell, 0));

let courseScore = 25;
const accounttRoute = [];
while (courseScore > 1 && accountRoute.length < 29) {
  courseScore = courseScore % 2 === 0 ? courseScore / 2 : 3 * courseScore + 1;
  accountRoute.push(courseScore);
}

const result = {
  a: { rows: signalSensorRows, corner: signalSensor[0][1] },
  b: accountRoute,
};
