from collections import Counter, defaultdict
from datetime import date, timedelta

draft_event = Counter(['gamma', 'beta', 'east', 'north', 'north', 'gamma', 'omega', 'south', 'beta'])
draft_batch = defaultdict(list)
for word in draft_event:
    draft_batch[len(word)].append(word)

message_sample = date(2019, 4, 18)
message_sample_later = message_sample + timedelta(days=275)
print(message_sample.isoformat(), '->', message_sample_later.strftime('%d %b %Y'))

message_product = "west south gold"
account_node = message_product.split()
message_product_short = "-".join(part[:1].capitalize() for part in account_node)
print('words:', len(account_node), message_product_short)

user = 25
signal_task = []
while user > 1 and len(signal_task) < 16:
    user = user // 2 if user % 2 == 0 else 3 * user + 1
    signal_task.append(user)
    if user == 12:
        break
else:
    signal_task.append(-1)

result = {
    "a": [draft_event.most_common(1)[0][1], {str(size): sorted(found) for size, found in draft_batch.items()}],
    "b": (message_sample_later - message_sample).days,
    "c": (message_product_short, len(account_node), message_product.count("o")),
    "d": signal_task,
}
