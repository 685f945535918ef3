let total 5;
const result = total;
