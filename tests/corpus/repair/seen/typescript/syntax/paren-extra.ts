const values: number[] = [1, 2, 3];
const result = values.filter((v: number) => v > 2));
