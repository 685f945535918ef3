pairs = [("a", 1), ("b", 2)]
result = {key, value for key, value in pairs}
