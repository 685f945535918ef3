total = 4
if total > 10:
    total = 0
total total + 5
result = total
