import * as os from 'node:os';

const folder: string = path.join(os.tmpdir(), 'x');
const result = folder.length > 0;
