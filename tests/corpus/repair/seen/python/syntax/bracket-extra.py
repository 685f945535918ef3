numbers = [1, 2, 3, 4]
evens = [n for n in numbers if n % 2 == 0])
result = evens
