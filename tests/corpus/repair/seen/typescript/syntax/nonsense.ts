const a: number = 1;
this is } not { code at all (
const result = a;
