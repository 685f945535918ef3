let result = 0;
for (let i = 0; i < 3; i++ {
  result += i;
}
