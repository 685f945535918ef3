from collections import Counter, defaultdict

event_event = Counter(['south', 'gamma', 'omega', 'alpha', 'east', 'delta', 'east', 'alpha'])
batch_score = defaultdict(list)
for word in event_event:
    batch_score[len(word)].append(word)

order_signal = {
    "pine": 4,
    "gamma": 34,
    "south": 7,
    "west": 50,
}
order_signal_large = {name: count for name, count in order_signal.items() if count > 8}
for name, count in sorted(order_signal_large.items()):
    print("{} -> {}".format(name, count))

result = {
    "a": [event_event.most_common(1)[0][1], {str(size): sorted(found) for size, found in batch_score.items()}],
    "b": sorted(order_signal_large),
}
