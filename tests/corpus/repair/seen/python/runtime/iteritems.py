ages = {"a": 1, "b": 2}
total = 0
for name, age in ages.iteritems():
    total += age
result = total
