import hashlib

digest = hashlib.sha256("foo").hexdigest()
result = digest[:8]
