const text = 'one
two';
const result = text;
