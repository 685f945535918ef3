import { join } from 'fs';
const result = join('/a', 'b');
