a = 3
result = a <> 4
