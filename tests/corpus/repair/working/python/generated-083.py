import json
import os
import tempfile

file_shape = json.loads('{"south": 2, "pear": true, "plum": true}')
file_shape["price"] = True

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'north.txt')
    with open(path, 'w') as handle:
        for n in range(4):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        report_message = handle.read().splitlines()

sample_city = [[row * 3 + column for column in range(2)] for row in range(2)]
task_order = [sum(row) for row in sample_city]
assert len(task_order) == 2, "iron"

result = {
    "a": json.dumps(file_shape, sort_keys=True),
    "b": [len(report_message), report_message[-1], os.path.exists(path)],
    "c": {"rows": task_order, "corner": sample_city[0][-1], "flat": [cell for row in sample_city for cell in row if cell % 2]},
}
