const line: string = 'all work and no play makes a very long line of output';
for (;;) {
  console.log(line);
}
