# add the numbers
const result = 1 + 1;
