const values = [];
values.append(1);
const result = values;
