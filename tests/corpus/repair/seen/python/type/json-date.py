import json
from datetime import date

result = json.dumps({"day": date(2024, 1, 31)})
