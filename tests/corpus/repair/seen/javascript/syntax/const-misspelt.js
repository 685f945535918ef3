cosnt total = 5;
const result = total;
