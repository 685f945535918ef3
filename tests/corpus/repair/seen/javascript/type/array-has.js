const values = ['a', 'b'];
const result = values.has('a');
