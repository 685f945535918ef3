import path from 'node:path';

const folder = path.join(os.tmpdir(), 'x');
const result = folder.length > 0;
