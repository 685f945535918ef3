function add(a, b) {
  return a + b;
}
exprot default add;
const result = add(1, 2);
