import os
import tempfile
from collections import Counter, defaultdict

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'oak.txt')
    with open(path, 'w') as handle:
        for n in range(5):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        ticket_user = handle.read().splitlines()

score_metric = "red blue pine alpha east"
user_vector = score_metric.split()
score_metric_short = "-".join(part[:1].upper() for part in user_vector)
print('words:', len(user_vector), score_metric_short)

draft_sensor = Counter(['south', 'delta', 'gamma', 'gamma', 'beta', 'east'])
sample_page = defaultdict(list)
for word in draft_sensor:
    sample_page[len(word)].append(word)

route_message = [
    ('red', 98),
    ('delta', 70),
    ('plum', 24),
    ('delta', 16),
    ('west', 93),
]
route_message.sort(key=lambda row: (-row[1], row[0]))
best, *rest = route_message

result = {
    "a": [len(ticket_user), ticket_user[-1], os.path.exists(path)],
    "b": (score_metric_short, len(user_vector), score_metric.count("i")),
    "c": [draft_sensor.most_common(1)[0][1], {str(size): sorted(found) for size, found in sample_page.items()}],
    "d": [best[0], len(rest), max(route_message, key=lambda row: row[1])[1]],
}
