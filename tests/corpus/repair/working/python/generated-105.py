import math
import os
import re
import tempfile

node_score = re.findall(r"(\w+)=(\d+)", "oak=32, delta=33, delta=52")
node_score_sum = sum(int(value) for _, value in node_score)

def item_sensor(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{item_sensor(5):>10}")

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'east.txt')
    with open(path, 'w') as handle:
        for n in range(2):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        invoice_score = handle.read().splitlines()

result = {
    "a": {"pairs": dict(node_score), "sum": node_score_sum},
    "b": [item_sensor(r) for r in (3, 8)] + [math.gcd(23, 25)],
    "c": [len(invoice_score), invoice_score[-1], os.path.exists(path)],
}
