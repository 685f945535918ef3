with open("no-such-file.txt") as handle:
    result = handle.read()
