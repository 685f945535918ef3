const person: { name: string; age: number } = {
  name: 'ada'
  age: 36,
};
const result = person;
