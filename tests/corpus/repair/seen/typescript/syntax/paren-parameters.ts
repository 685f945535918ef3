function greet(name: string {
  return 'hi ' + name;
}
const result: string = greet('ada');
