const fs = require('fs');
const os = require('os');
const path = require('path');
const file = path.join(os.tmpdir(), 'atom-write-object.json');
fs.writeFileSync(file, { a: 1 });
const result = fs.readFileSync(file, 'utf8');
fs.unlinkSync(file);
