items = [1, 2, 3, 4]
half = []
for i in range(len(items) / 2):
    half.append(i)
result = half
