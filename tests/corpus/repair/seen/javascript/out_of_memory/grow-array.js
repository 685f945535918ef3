const chunks = [];
for (;;) {
  chunks.push(new Array(10000).fill(chunks.length));
}
