const a = 1;
this is } not { code at all (
const result = a;
