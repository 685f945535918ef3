const pageRoute = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 2 + column));
const pageRouteRows = pageRoute.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const channelReport = {
  apple: 13,
  gamma: 12,
  red: 2,
  pine: 32,
  oak: 49,
};
const channelReportLarge = Object.entries(channelReport)
  .filter(([, value]) => value > 22)
  .map(([key, value]) => `${key} -> ${value}`);
channelReportLarge.forEach((line) => console.log(line));

const result = {
  a: { rows: pageRouteRows, corner: pageRoute[0][3] },
  b: channelReportLarge.sort(),
};
