n = 5
if n ≥ 3 and n ≠ 4:
    result = "ok"
else:
    result = "no"
