const total: number;
total = 4;
const result = total;
