const folder = '/srv';
const result = path.join(folder, 'a.txt');
