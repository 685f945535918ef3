const letters = [
  'x',
  'y'
  'z',
];
const result = letters;
