const values = ['a', 'b'];
const result = values.contains('a');
