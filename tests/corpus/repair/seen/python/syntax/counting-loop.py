values = []
for (i = 0; i < 3; i++):
    values.append(i)
result = values
