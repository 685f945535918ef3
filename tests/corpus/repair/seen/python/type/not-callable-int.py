price = 5
result = price(2)
