const total = 1 + 2;
console.log('total:', total;
const result = total;
