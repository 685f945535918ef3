import math

numbers = [1.2, 2.7, 3.1]
floors = list(map(lambda n: int(math.floor(n), numbers))
result = floors
