values = ["a", "b", "c"]
pritn(values)
result = len(values)
