const values = ['a', 'b'];
const result = values.length();
