numbers = [1, 3, 6, 9]
result = [n for n in numbers if n == 1 || n % 2 == 1]
