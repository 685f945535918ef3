seen = []
count = 3
for i in count:
    seen.append(i)
result = seen
