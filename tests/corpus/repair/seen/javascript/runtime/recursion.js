function down(n) {
  return down(n + 1);
}
const result = down(0);
