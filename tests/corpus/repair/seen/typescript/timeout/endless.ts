let n: number = 0;
while (n >= 0) {
  n += 1;
  if (n > 1000) n = 0;
}
