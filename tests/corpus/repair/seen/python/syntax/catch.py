try:
    value = int("x")
catch ValueError:
    value = "caught"
result = value
