try:
    value = {}["x"]
except KeyError, IndexError:
    value = "caught"
result = value
