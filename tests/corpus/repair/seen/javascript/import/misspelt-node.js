const path = require('node:pth');
const result = path.extname('a.txt');
