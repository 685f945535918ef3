import math
from datetime import date, timedelta

task_page = date(2003, 4, 20)
task_page_later = task_page + timedelta(days=32)
print(task_page.isoformat(), '->', task_page_later.strftime('%d %b %Y'))

metric_file = "silver plum gamma apple"
user_event = metric_file.split()
metric_file_short = "-".join(part[:1].title() for part in user_event)
print('words:', len(user_event), metric_file_short)

record_metric = [
    ('gamma', 3),
    ('gold', 9),
    ('gold', 9),
    ('plum', 44),
]
record_metric.sort(key=lambda row: (-row[1], row[0]))
best, *rest = record_metric

def batch_page(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{batch_page(1):>10}")

result = {
    "a": (task_page_later - task_page).days,
    "b": (metric_file_short, len(user_event), metric_file.count("o")),
    "c": [best[0], len(rest), max(record_metric, key=lambda row: row[1])[1]],
    "d": [batch_page(r) for r in (1, 7)] + [math.gcd(15, 24)],
}
