const Path = require('Path');
const result = Path.extname('x.js');
