total = 5
print "total:", total
print "done"
result = total
