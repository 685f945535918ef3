word = "abc"
result = word.length
