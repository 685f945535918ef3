import math


def is_prime(n):
    if n < 2:
        return False
    for divisor in range(2, int(math.sqrt(n)) + 1):
        if n % divisor == 0:
            return False
    return True


limit = input_data["limit"]
result = [n for n in range(limit) if is_prime(n)]
