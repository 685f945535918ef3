total = 2 + 3 +
result = total
