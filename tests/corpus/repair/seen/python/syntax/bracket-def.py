def greet(name:
    return "hi " + name

result = greet("ada")
