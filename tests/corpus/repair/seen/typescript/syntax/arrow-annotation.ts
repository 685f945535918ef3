const double = (n: number): number = n * 2;
const result = double(2);
