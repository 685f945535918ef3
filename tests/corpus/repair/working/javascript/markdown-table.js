const rows = inputData.rows;
const widths = [0, 1].map((i) => Math.max(...rows.map((row) => String(row[i]).length)));

const render = (row) => '| ' + row.map((cell, i) => String(cell).padEnd(widths[i])).join(' | ') + ' |';

const table = rows.map(render);
table.splice(1, 0, '|' + widths.map((w) => '-'.repeat(w + 2)).join('|') + '|');
const result = table.join('\n');
