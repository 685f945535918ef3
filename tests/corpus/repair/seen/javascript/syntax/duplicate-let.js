let i = 1;
const seen = [];
seen.push(i + 1);
let i = 1;
seen.push(i);
const result = seen;
