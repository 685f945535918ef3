def numbers(limit):
    for n in range(limit)
        yield n


def squares(source):
    for n in source:
        yield n * n


def only_even(source):
    return (n for n in source if n % 2 == 0)


total = 0
for value in only_even(squares(numbers(20))):
    total += value
result = total
