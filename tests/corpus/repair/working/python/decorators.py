import functools


def memoize(function):
    cache = {}

    @functools.wraps(function)
    def wrapper(*args):
        if args not in cache:
            cache[args] = function(*args)
        return cache[args]

    return wrapper


@memoize
def ways(n):
    if n <= 1:
        return 1
    return ways(n - 1) + ways(n - 2)


result = {"ways": ways(40), "name": ways.__name__}
