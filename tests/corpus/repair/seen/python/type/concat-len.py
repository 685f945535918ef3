items = ["a", "b"]
result = len(items) + " items"
