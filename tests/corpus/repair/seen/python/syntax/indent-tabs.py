values = []
for n in range(3):
    if n % 2 == 0:
	values.append(n)
result = values
