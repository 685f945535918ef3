squares = map(lambda n: n * n, [1, 2, 3])
result = len(squares)
