values = [3, 1, 2].sort()
result = [value for value in values]
