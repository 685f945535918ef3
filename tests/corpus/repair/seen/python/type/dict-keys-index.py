ages = {"a": 1, "b": 2}
result = ages.keys()[0]
