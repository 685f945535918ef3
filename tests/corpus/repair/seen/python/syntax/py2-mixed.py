out = []
try:
    for i in xrange(3):
        print i
        out.append(unicode(i))
except Exception, e:
    print e
result = out
