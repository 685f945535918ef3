square = n => n * n
result = [square(n) for n in [1, 2]]
