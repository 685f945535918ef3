scope = {}
exec "x = 2 + 2" in scope
result = scope["x"]
