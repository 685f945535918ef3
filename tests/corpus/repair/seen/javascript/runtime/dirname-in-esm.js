import path from 'node:path';

const here = path.join(__dirname, 'x');
const result = path.isAbsolute(here);
