import json

result = json.dumps({1})
