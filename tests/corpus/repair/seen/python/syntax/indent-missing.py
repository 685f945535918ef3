squares = []
for n in range(3):
squares.append(n * n)
result = squares
