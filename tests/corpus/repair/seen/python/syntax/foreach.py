total = 0
foreach n in [1, 2, 3]:
    total += n
result = total
