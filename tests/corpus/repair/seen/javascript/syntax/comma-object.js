const person = {
  name: 'ada'
  age: 36,
};
const result = person;
