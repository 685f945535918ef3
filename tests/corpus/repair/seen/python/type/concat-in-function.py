def label(n):
    return "n" + n

result = [label(1), label(2)]
