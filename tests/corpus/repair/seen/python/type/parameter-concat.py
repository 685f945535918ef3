def line(number, name):
    return number + ": " + name

result = [line(i, name) for i, name in enumerate(["a", "b"])]
