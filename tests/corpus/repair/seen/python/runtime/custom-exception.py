class OutOfStock(Exception):
    pass


def order(n):
    raise OutOfStock(f"only 2 left, asked for {n}")

result = order(5)
