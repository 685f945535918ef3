mode = 0755
result = mode
