const fs = require('fs');
fs.mkdirSync('folder');
fs.linkSync('folder', 'second');
