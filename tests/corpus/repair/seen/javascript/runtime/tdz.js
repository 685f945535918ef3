const first = second + 1;
const second = 2;
const result = first;
