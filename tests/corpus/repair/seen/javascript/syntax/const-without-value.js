const total;
total = 4;
const result = total;
