counts = Counter("hello")
result = counts["l"]
