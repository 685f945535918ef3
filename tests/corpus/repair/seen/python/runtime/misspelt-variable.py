total = 0
for value in [1, 2, 3]:
    running = total + value
    total = runing
result = total
