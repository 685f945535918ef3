import path from 'node:path';
const fs = require('fs');
const ok = fs.existsSync('/');
const result = ok ? [path.basename('/x/a.txt'), 'txt'] : [];
