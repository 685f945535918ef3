items = ["a", "b"]
total = 1
for i in len(items):
    total += 1
result = total
