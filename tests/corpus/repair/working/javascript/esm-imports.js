import { createHash } from 'node:crypto';
import path from 'node:path';

const digest = createHash('sha256').update('holdfast').digest('hex');
const file = path.join('/srv', 'data', digest.slice(0, 8) + '.bin');
const result = { file, extension: path.extname(file) };
