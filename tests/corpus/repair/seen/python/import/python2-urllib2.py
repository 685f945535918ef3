import urllib2

result = urllib2.quote("a b")
