value = 12
if value > 10
    result = "big"
else:
    result = "small"
