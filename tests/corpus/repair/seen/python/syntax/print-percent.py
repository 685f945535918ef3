names = ["ada", "bob"]
for name in names:
    print "hello %s" % name
result = names
