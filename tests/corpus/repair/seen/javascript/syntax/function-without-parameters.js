function four {
  return 4;
}
const result = four();
