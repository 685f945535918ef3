const result: Record<string, number> = {
  a: 1;
  b: 2,
};
