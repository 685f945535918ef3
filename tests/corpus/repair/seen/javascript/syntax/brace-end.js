const result = [];
for (let i = 0; i < 3; i++) {
  if (i % 2 === 0) {
    result.push(i);
  }
