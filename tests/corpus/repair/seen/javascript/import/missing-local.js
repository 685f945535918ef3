const { clean } = require('./helpers');
const result = clean('x');
