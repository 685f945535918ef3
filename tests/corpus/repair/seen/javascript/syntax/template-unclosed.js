const name = 'ada';
const greeting = `hello ${name};
const result = greeting;
