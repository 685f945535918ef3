import path from 'path';

if (!path) {
  return;
}
const result = path.join('/a', 'b');
