import path from 'node:paht';
const result = path.basename('/a/x.js');
