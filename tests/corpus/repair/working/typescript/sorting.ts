interface Row {
  n: string;
  v: number;
}

const byValue = (x: Row, y: Row): number => {
  if (x.v !== y.v) {
    return y.v - x.v;
  }
  return x.n.localeCompare(y.n);
};

const rows: Row[] = [...(inputData.rows as Row[])].sort(byValue);
const result: string = rows.map((row) => row.n).join(',');
