const eventCourse = {
  pine: 38,
  green: 32,
  red: 35,
};
const eventCourseLarge = Object.entries(eventCourse)
  .filter(([, value]) => value > 16)
  .map(([key, value]) => `${key} -> ${value}`);
eventCourseLarge.forEach((line) => console.log(line));

const signalTicket = Array.from({ length: 2 }, (_, row) => Array.from({ length: 2 }, (_, column) => row * 3 + column));
const signalTicketRows = signalTicket.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const result = {
  a: eventCourseLarge.sort(),
  b: { rows: signalTicketRows, corner: signalTicket[0][1] },
};
