def check(n):
    if n < 0:
        throw ValueError("bad")
    return n

try:
    check(-1)
except ValueError as error:
    result = str(error)
