text = json.dumps({"a": 1})
result = text
