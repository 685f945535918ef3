function four: number {
  return 4;
}
const result = four();
