total = sum（[1, 2]）
result = total
