from colections import Counter

result = Counter("aab")["a"]
