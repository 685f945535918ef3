items = ["a", "b"]
print("items: , len(items))
result = len(items)
