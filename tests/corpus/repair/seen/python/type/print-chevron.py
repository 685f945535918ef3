import sys

print >>sys.stderr, "warning"
result = "ok"
