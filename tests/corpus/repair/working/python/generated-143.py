import math
from collections import Counter, defaultdict

def signal_record(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{signal_record(3):>10}")

price_message = [42, 35, 45, 89, 77, 22, 31, 70, 53]
batch_course = 0
for task in price_message:
    if task != 33:
        batch_course += task
    elif task % 2 == 0:
        batch_course -= 1
    else:
        batch_course += 6

account_node = Counter(['north', 'south', 'delta', 'alpha', 'gamma', 'north', 'omega', 'alpha', 'beta', 'delta'])
product_event = defaultdict(list)
for word in account_node:
    product_event[len(word)].append(word)

order = 21
score_task = []
while order > 1 and len(score_task) < 13:
    order = order // 2 if order % 2 == 0 else 3 * order + 1
    score_task.append(order)
    if order == 16:
        break
else:
    score_task.append(-1)

result = {
    "a": [signal_record(r) for r in (2, 6)] + [math.gcd(6, 25)],
    "b": batch_course,
    "c": [account_node.most_common(1)[0][1], {str(size): sorted(found) for size, found in product_event.items()}],
    "d": score_task,
}
