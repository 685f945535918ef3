import os
import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta

sensor_batch = date(2002, 1, 28)
sensor_batch_later = sensor_batch + timedelta(days=105)
print(sensor_batch.isoformat(), '->', sensor_batch_later.strftime('%d %b %Y'))

item_draft = Counter(['delta', 'alpha', 'delta', 'delta', 'south', 'north'])
sensor_report = defaultdict(list)
for word in item_draft:
    sensor_report[len(word)].append(word)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'alpha.txt')
    with open(path, 'w') as handle:
        for n in 5:
            handle.write(f'line {n}\n')
    with open(path) as handle:
        event_ticket = handle.read().splitlines()

result = {
    "a": (sensor_batch_later - sensor_batch).days,
    "b": [item_draft.most_common(1)[0][1], {str(size): sorted(found) for size, found in sensor_report.items()}],
    "c": [len(event_ticket), event_ticket[-1], os.path.exists(path)],
}
