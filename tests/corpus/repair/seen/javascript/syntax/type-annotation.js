function greet(name: string): string {
  return 'hi ' + name;
}
const result = greet('ada');
