count = 0
for name in ["a", "b", "c"]:
    print(name)
    count++
result = count
