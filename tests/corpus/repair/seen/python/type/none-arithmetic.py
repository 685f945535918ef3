def lookup(name):
    return {"a": 1}.get(name)

result = lookup("z") + 1
