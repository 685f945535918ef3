import math
import os
import tempfile
from datetime import date, timedelta

file_price = date(2019, 9, 15)
file_price_later = file_price + timedelta(days=85)
print(file_price.isoformat(), '->', file_price_later.strftime('%d %b %Y'))

def node_record(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{node_record(2):>10}")

record_file = [52, 56, 47, 64]
sensor_message = 0
for batch in record_file:
    if batch != 45:
        sensor_message += batch
    elif batch % 2 == 0:
        sensor_message -= 1
    else:
        sensor_message += 9

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'pear.txt')
    with open(path, 'w') as handle:
        for n in range(4):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        ticket_item = handle.read().splitlines()

result = {
    "a": (file_price_later - file_price).days,
    "b": [node_record(r) for r in (3, 8)] + [math.gcd(12, 4)],
    "c": sensor_message,
    "d": [len(ticket_item), ticket_item[-1], os.path.exists(path)],
}
