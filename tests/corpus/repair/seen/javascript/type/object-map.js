const ages = { a: 1, b: 2 };
const result = ages.keys().map((k) => k);
