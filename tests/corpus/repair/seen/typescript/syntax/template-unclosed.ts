const name: string = 'ada';
const greeting: string = `hello ${name};
const result = greeting;
