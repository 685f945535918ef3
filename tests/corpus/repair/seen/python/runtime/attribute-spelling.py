values = [1]
values.apend(2)
result = values
