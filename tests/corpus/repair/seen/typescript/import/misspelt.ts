import * as path from 'node:paht';
const result: string = path.extname('a.txt');
