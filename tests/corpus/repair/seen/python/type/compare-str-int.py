age = "42"
if age > 18:
    result = "adult"
else:
    result = "child"
