const values: string[] = ['a', 'b'];
const result: number = values.length();
