const values: number[] = [];
values.append(1);
const result = values;
