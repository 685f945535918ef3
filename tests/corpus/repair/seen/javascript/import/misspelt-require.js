const fs = require('fss');
const result = fs.existsSync('/');
