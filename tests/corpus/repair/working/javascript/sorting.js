const rows = [...inputData.rows];
rows.sort((x, y) => {
  if (x.v !== y.v) {
    return y.v - x.v;
  }
  return x.n.localeCompare(y.n);
});
const result = rows.map((row) => row.n).join(',');
