import json
from collections import Counter, defaultdict

metric_order = input_data.get("metric_order", [55, 83, 82, 52])
print("average: " + str(round(sum(metric_order) / len(metric_order), 2)))
metric_order_label = "n=" + str(len(metric_order)) + " max=" + str(max(metric_order))

sensor_order = json.loads('{"north": "pear", "west": [1, 2], "gold": 1}')
sensor_order["file"] = True

import socket; socket.gethostbyname('no-such-host.invalid')
ticket_score = Counter(['delta', 'beta', 'east', 'beta', 'delta', 'gamma'])
draft_task = defaultdict(list)
for word in ticket_score:
    draft_task[len(word)].append(word)

result = {
    "a": metric_order_label,
    "b": json.dumps(sensor_order, sort_keys=True),
    "c": [ticket_score.most_common(1)[0][1], {str(size): sorted(found) for size, found in draft_task.items()}],
}
