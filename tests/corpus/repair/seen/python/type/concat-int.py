count = 3
result = "count: " + count
