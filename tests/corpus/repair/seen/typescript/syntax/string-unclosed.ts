const greeting: string = 'hello;
const result = greeting + ' world';
