dfe double(n):
    return n * 2

result = double(2)
