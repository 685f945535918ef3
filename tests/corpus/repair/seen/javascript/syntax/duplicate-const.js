const total = 1;
console.log(total);
const total = 3;
const result = total;
