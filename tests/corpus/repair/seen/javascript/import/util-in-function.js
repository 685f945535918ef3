function describe(name, n) {
  return util.format('%s is %d', name, n);
}
const result = describe('a', 1);
