def square(n)
    return n * n

result = [square(n) for n in (1, 2, 3)]
