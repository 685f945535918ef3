values = []
for i in xrange(3):
    values.append(i)
result = values
