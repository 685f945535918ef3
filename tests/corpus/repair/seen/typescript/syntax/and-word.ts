const a: boolean = true;
const b: boolean = true;
const result: string = a and b ? 'yes' : 'no';
