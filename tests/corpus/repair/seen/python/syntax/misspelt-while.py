n = 3
whlie n > 0:
    n -= 1
result = n
