import jsoon

config = {"name": "orders", "retries": 3, "tags": ["a", "b"], "enabled": True, "parent": None}
text = json.dumps(config, sort_keys=True)
again = json.loads(text)
result = {"same": again == config, "length": len(text)}
