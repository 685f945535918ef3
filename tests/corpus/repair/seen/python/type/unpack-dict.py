ages = {1: "a", 2: "b"}
flipped = {}
for key, value in ages:
    flipped[str(key)] = value
    break
result = flipped
