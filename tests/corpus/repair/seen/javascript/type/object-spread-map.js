const table = { a: 1 };
const lookup = new Map(table);
const result = lookup.get('a');
