const people = [{ name: 'a' }, { name: 'b' }];
const out = [];
for (let i = 0; i <= people.length; i++) {
  out.push(people[i].name.toUpperCase());
}
const result = out;
