def order(n):
    if n > 2:
        raise "out of stock"
    return n

result = order(5)
