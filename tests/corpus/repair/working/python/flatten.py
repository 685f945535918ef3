def flatten(value):
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from flatten(item)
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from flatten(value[key])
    else:
        yield value


nested = [1, [2, (3, 4)], {"b": 6, "a": [5]}, [[[7]]]]
result = list(flatten(nested))
