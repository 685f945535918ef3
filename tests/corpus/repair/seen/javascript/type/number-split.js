const code = 123;
const result = code.split('');
