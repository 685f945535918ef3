const { createHash } = require("crypto");

const nodeReport = Array.from({ length: 2 }}, (_, row) => Array.from({ length: 2 }, (_, column) => row * 8 + column));
const nodeReportRows = nodeReport.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const channelRoute = createHash("md5").update("gamma").digest("hex");

const result = {
  a: { rows: nodeReportRows, corner: nodeReport[0][1] },
  b: channelRoute.slice(0, 12),
};
