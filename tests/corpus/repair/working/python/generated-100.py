import json
import os
import tempfile
from datetime import date, timedelta

city_report = date(2005, 12, 14)
city_report_later = city_report + timedelta(days=98)
print(city_report.isoformat(), '->', city_report_later.strftime('%d %b %Y'))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'south.txt')
    with open(path, 'w') as handle:
        for n in range(2):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        node_token = handle.read().splitlines()

sensor_user = json.loads('{"alpha": [1, 2], "omega": 6, "north": [1, 2]}')
sensor_user["sensor"] = False

result = {
    "a": (city_report_later - city_report).days,
    "b": [len(node_token), node_token[-1], os.path.exists(path)],
    "c": json.dumps(sensor_user, sort_keys=True),
}
