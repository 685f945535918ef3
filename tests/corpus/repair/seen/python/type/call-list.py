values = [10, 20]
result = values(1)
