const names = ['a', 'b'];
const out = [];
names.forEach((name) => {
  out.push(name.toUpperCase());
};
const result = out;
