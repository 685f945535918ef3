export const step = 1;
const result = step + 2;
return result;
