word = "abc'
result = word
