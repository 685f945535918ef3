person = {"name": "ada", "age": 36}
result = person["name"] + " is " + person["age"] + " years"
