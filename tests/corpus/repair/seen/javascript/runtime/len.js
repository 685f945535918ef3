const values = ['a', 'b'];
const result = len(values);
