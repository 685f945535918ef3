numbers = [1, 2, 3]
result = ",".join(numbers)
