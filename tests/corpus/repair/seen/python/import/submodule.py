import urllib.parsed

result = urllib.parsed.quote("a")
