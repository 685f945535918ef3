>>> numbers = [1, 2]
>>> shifted = []
>>> for n in numbers:
...     shifted.append(n + 1)
>>> result = shifted
