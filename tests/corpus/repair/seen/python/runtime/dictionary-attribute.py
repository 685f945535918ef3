person = {"name": "ada", "age": 36}
result = person.name + " " + str(person["age"])
