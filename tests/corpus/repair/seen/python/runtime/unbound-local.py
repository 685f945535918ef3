total = 1


def bump():
    total += 1
    return total

result = bump()
