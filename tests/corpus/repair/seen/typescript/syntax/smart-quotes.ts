const name: string = “ada”;
const result: string = ‘hello ’ + name;
