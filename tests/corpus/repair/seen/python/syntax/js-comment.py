// add the numbers
total = 1 + 1
result = total
