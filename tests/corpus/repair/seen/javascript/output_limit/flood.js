for (;;) {
  console.log('all work and no play makes a very long line of output');
}
