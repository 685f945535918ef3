import os
import tempfile
from datetime import date, timedelta

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'apple.txt')
    with open(path, 'w') as handle:
        for n in range(3):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        node_product = handle.read().splitlines()

page_page = [
    ('delta', 82),
    ('gamma', 64),
    ('silver', 76),
    ('north', 58),
    ('gamma', 94),
]
page_page.sort(key=lambda row: (-row[1], row[0]))
best, *rest = page_page

class VectorShape:
    def __init__(self, count=3):
        self.count = count
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.count += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"VectorShape({self.count})"


report_shape = VectorShape(2)
report_shape.add(5).add(7)
try:
    report_shape.add(-1)
except ValueError as error:
    report_shape.log.append(str(error))

price_metric = date(2012, 8, 4)
price_metric_later = price_metric + timedelta(days=13)
print(price_metric.isoformat(), '->', price_metric_later.strftime('%d %b %Y'))

result = {
    "a": [len(node_product), node_product[-1], os.path.exists(path)],
    "b": [best[0], len(rest), max(page_page, key=lambda row: row[1])[1]],
    "c": {"shown": repr(report_shape), "log": report_shape.log},
    "d": (price_metric_later - price_metric).days,
}
