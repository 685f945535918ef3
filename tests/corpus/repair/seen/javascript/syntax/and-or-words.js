const a = true;
const b = false;
const result = a and not b ? 'yes' : 'no';
