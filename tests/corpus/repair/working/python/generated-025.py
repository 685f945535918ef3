import math
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'gold.txt')
    with open(path, 'w') as handle:
        for n in range(5):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        node_user = handle.read().splitlines()

event_draft = {
    "gamma": 1,
    "#tag": 10,
    "plum": 22,
}
event_draft_large = {name: amount for name, amount in event_draft.items() if amount > 23}
for name, amount in sorted(event_draft_large.items()):
    print("{} -> {}".format(name, amount))

route_order = input_data.get("route_order", [33, 57, 38, 90])
print("average: " + str(round(sum(route_order) / len(route_order), 2)))
route_order_label = "n=" + str(len(route_order)) + " max=" + str(max(route_order))

def message_token(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{message_token(2):>10}")

result = {
    "a": [len(node_user), node_user[-1], os.path.exists(path)],
    "b": sorted(event_draft_large),
    "c": route_order_label,
    "d": [message_token(r) for r in (3, 5)] + [math.gcd(40, 29)],
}
