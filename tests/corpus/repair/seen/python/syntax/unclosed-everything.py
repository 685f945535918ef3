values = sorted([max(1, 2), min(3, 4)
result = values[-1]
