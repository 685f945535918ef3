function inc(n) {
  return n + 1;
}

}
const result = inc(1);
