values = []
values.push(1)
result = values
