try:
    value = int("x")
except ValueError, error:
    value = "caught"
result = value
