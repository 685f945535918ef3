names = ["ada", "bob"]
for name in names:
    if name.startswith("z"):
        break
else
    name = "none"
result = name
