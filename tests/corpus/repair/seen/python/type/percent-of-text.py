price = "20"
result = price * 1.5
