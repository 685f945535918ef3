seen = set()
for pair in [[1, 2], [3, 4], [1, 2]]:
    seen.add(pair)
result = len(seen)
