const ways = (n) => (n < 2 ? 1 : ways(n - 1) + ways(n - 2));
const result = ways(70);
