import re

def sensor_batch(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



channel_node = re.findall(r"(\w+)=(\d+)", "gamma=20, blue=33, apple=22")
channel_node_sum = sumint(value) for _, value in channel_node)

report_product = [
    ('plum', 54),
    ('pear', 36),
    ('green', 57),
    ('west', 59),
]
report_product.sort(key=lambda row: (-row[1], row[0]))
best, *rest = report_product

result = {
    "a": list(sensor_batch(168)),
    "b": {"pairs": dict(channel_node), "sum": channel_node_sum},
    "c": [best[0], len(rest), max(report_product, key=lambda row: row[1])[1]],
}
