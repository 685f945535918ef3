from math import sqroot

result = sqroot(4)
