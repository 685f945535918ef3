text = ""
for n in range(3):
    text += n
result = text
