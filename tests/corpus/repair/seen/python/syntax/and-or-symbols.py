a = True
b = False
if a && !b:
    result = "yes"
else:
    result = "no"
