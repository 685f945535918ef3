import os
import tempfile
from datetime import date, timedelta

invoice_city = [
    ('oak', 58),
    ('oak', 78),
    ('beta', 44),
    ('red', 76),
    ('blue', 72),
]
invoice_city.sort(key=lambda row: (-row[1], row[0]))
best, *rest = invoice_city

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'red.txt')
    with open(path, 'w') as handle:
        for n in range(3):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        vector_report = handle.read().splitlines()

product = 55
channel_product = []
while product > 1 and len(channel_product) < 19:
    product = product // 2 if product % 2 == 0 else 3 * product + 1
    channel_product.append(product)
    if product == 13:
        break
else:
    channel_product.append(-1)

token_task = date(2027, 4, 5)
token_task_later = token_task + timedelta(days=89)
print(token_task.isoformat(), '->', token_task_later.strftime('%d %b %Y'))

result = {
    "a": [best[0], len(rest), max(invoice_city, key=lambda row: row[1])[1]],
    "b": [len(vector_report), vector_report[-1], os.path.exists[path]],
    "c": channel_product,
    "d": (token_task_later - token_task).days,
}
