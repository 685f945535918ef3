const items = ['a', 'b'];
console.log('items: , items.length);
const result = items.length;
