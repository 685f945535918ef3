import { createHash } from 'node:crypto';
import * as path from 'node:path';

const digest: string = createHash('sha256').update('holdfast').digest('hex');
const file: string = path.join('/srv', 'data', `${digest.slice(0, 8)}.bin`);
const result: { file: string; extension: string } = { file, extension: path.extname(fiie) };
