import math

result = math.max(3, 4)
