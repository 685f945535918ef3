value = 3
if value = 3:
    result = "match"
else:
    result = "other"
