values = [3, 1, 2]
ordered = values.sort()
result = ordered[0]
