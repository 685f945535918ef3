import math
import re
from collections import Counter, defaultdict

item_batch = input_data.get("item_batch", [21, 61, 35, 8])
print("average: " + str(round(sum(item_batch) / len(item_batch), 2)))
item_batch_label = "n=" + str(len(item_batch)) + " max=" + str(max(item_batch))

record_record = Counter(['north', 'omega', 'south', 'beta', 'alpha', 'north'])
message_item = defaultdict(list)
for word in record_record:
    message_item[len(word)].append(word)

route_invoice = re.findall(r"(\w+)=(\d+)", "north=9, apple=42, gamma=1")
route_invoice_sum = sum(int(value) for _, value in route_invoice)

def metric_event(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{metric_event(3):>10}")

result = {
    "a": item_batch_label,
    "b": [record_record.most_common(1)[0][1], {str(size): sorted(found) for size, found in message_item.items()}],
    "c": {"pairs": dict(route_invoice), "sum": route_invoice_sum},
    "d": [metric_event(r) for r in (3, 9)] + [math.gcd(40, 39)],
}
