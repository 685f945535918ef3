evens = filter(lambda n: n % 2 == 0, [1, 2, 4])
result = len(evens)
