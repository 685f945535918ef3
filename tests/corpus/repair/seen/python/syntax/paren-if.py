value = 5
low, high = 1, 9
if (value > low and value < high:
    result = "in"
else:
    result = "out"
