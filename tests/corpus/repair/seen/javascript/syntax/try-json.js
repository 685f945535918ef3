const defaults = { a: 1 };
const result = {
  ...defaults;
};
