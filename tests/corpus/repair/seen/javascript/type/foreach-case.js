let total = 0;
[1, 2].foreach((n) => {
  total += n;
});
const result = total;
