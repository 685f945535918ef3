a = 3
if a === 3:
    result = "same"
else:
    result = "other"
