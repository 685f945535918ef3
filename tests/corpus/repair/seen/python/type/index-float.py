values = [1, 3, 5]
result = values[len(values) / 2]
