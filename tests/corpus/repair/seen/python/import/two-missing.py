def read():
    buffer = io.StringIO("a,b\n")
    return next(csv.reader(buffer))

result = read()
