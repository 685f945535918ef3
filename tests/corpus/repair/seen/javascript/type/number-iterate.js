const count = 3;
let total = 0;
for (const i of count) {
  total += i;
}
const result = total;
