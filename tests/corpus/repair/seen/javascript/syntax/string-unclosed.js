const greeting = 'hello;
const result = greeting + ' world';
