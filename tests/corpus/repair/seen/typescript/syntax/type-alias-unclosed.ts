type Person = {
  name: string;
  age: number;
const person: Person = { name: 'ada', age: 36 };
const result = person.name;
