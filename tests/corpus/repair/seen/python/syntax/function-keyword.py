function square(n):
    return n * n

result = square(3)
