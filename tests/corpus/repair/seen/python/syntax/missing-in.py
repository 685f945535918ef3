count = 0
for name ["a", "b", "c"]:
    count += 1
result = count
