function double(n) {
  retrun n * 2;
}
const result = double(2);
