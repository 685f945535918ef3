seen = [1, 2]
result = 3 !in seen
