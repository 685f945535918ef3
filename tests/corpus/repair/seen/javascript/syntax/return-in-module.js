import path from 'node:path';

const result = path.join('/a', 'b');
return result;
