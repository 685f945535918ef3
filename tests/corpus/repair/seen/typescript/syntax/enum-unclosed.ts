enum Colour {
  Red = 'red',
  Blue = 'blue',
const result: string = Colour.Red;
