const const total = 2;
const result = total;
