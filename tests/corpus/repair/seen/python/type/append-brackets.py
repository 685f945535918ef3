values = [1]
values.append[2]
result = values
