const total: number = 1;
console.log(total);
const total: number = 3;
const result = total;
