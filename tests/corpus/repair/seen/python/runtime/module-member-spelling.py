import math

result = math.sqroot(4)
