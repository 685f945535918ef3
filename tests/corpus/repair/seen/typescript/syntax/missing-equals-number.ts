const total: number 5;
const result = total;
