const chunks: number[][] = [];
for (;;) {
  chunks.push(new Array<number>(10000).fill(chunks.length));
}
