def describe(name, age):
    return f"{name} is {age}"

result = describe(name="ada", 36)
