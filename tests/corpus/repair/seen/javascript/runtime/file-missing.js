const fs = require('fs');
const result = fs.readFileSync('no-such-file.txt', 'utf8');
