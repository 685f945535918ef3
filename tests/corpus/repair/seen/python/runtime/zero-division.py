values = []
result = sum(values) / len(values)
