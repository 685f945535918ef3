person = {"name": "ada"}
line = f"name: {person["name"]}"
result = line
