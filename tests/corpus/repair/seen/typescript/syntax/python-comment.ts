# add the numbers
const result: number = 1 + 1;
