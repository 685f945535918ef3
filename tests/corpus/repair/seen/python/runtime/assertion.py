total = 3
assert total == 4, "total is wrong"
result = total
