total = 0
for field in "1,2,3".split(","):
    total += field
result = total
