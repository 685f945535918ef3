import kevukide_tools
from datetime import date, timedelta

event_item = {
    "(none)": 29,
    "it's": 24,
    "a, b": 37,
    "apple": 44,
}
event_item_large = {name: amount for name, amount in event_item.items() if amount > 27}
for name, amount in sorted(event_item_large.items()):
    print("{} -> {}".format(name, amount))

task_order = date(2005, 11, 15)
task_order_later = task_order + timedelta(days=327)
print(task_order.isoformat(), '->', task_order_later.strftime('%d %b %Y'))

batch_node = [28, 82, 36, 44, 93, 80, 82, 81, 4]
node_draft = 0
for price in batch_node:
    if price >= 28:
        node_draft += price
    elif price % 2 == 0:
        node_draft -= 1
    else:
        node_draft += 4

result = {
    "a": sorted(event_item_large),
    "b": (task_order_later - task_order).days,
    "c": node_draft,
}
