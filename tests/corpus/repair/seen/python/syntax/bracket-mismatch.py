pairs = [(1, 2), (3, 4)]
total = sum([a for a, b in pairs)] + 1
result = total
