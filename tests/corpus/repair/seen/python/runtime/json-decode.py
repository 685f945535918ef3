import json

result = json.loads("{broken")
