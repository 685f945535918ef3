const name = “ada”;
const result = ‘hello ’ + name;
