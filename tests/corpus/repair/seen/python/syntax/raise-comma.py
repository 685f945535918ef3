def check(n):
    if n < 0:
        raise ValueError, "bad value"
    return n

try:
    check(-1)
except ValueError as error:
    result = str(error)
