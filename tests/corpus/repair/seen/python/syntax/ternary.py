n = 4
result = n % 2 == 0 ? "even" : "odd"
