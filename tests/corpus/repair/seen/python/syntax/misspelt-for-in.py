total = 0
for n on [1, 2, 3]:
    total += n
result = total
