total = 5
line = f"total {total"
result = line
