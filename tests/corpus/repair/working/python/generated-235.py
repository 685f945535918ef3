import re

city_city = re.findall(r"(\w+)=(\d+)", "blue=88, east=6")
city_city_sum = sum(int(value) for _, value in city_city)

product = 19
record_metric = []
while product > 1 and len(record_metric) < 19:
    product = product // 2 if product % 2 == 0 else 3 * product + 1
    record_metric.append(product)
    if product == 13:
        break
else:
    record_metric.append(-1)

channel_order = "plum oak green delta silver"
account_user = channel_order.split()
channel_order_short = "-".join(part[:1].title() for part in account_user)
print('words:', len(account_user), channel_order_short)

node_node = [[row * 2 + column for column in range(2)] for row in range(2)]
report_event = [sum(row) for row in node_node]
assert len(report_event) == 2, "silver"

result = {
    "a": {"pairs": dict(city_city), "sum": city_city_sum},
    "b": record_metric,
    "c": (channel_order_short, len(account_user), channel_order.count("i")),
    "d": {"rows": report_event, "corner": node_node[0][-1], "flat": [cell for row in node_node for cell in row if cell % 2]},
}
