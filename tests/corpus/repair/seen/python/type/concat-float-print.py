values = [2, 3]
mean = sum(values) / len(values)
print("mean: " + mean)
result = mean
