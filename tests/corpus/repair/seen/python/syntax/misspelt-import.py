improt json

result = json.dumps({"a": 1})
