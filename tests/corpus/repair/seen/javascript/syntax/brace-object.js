const item = {
  name: 'a',
  size: 1,
const result = item.name + '-' + item.size;
