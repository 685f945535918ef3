squares = (n * n for n in [1, 2, 3])
result = squares[0]
