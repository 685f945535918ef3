from collections import Counter, defaultdict

event_shape = [
    ('gamma', 45),
    ('south', 21),
    ('gold', 29),
    ('silver', 30),
]
event_shape.sort(key=lambda row: (-row[1], row[0]))
best, *rest = event_shape

task_price = Counter(['delta', 'omega', 'beta', 'gamma', 'east', 'east', 'north'])
shape_sensor = defaultdict(list)
for word in task_price:
    shape_sensor[len(word)].append(word)

order_channel = "east north gamma blue"
event_city = order_channel.split()
order_channel_short = "-".join(part[:1].capitalize() for part in event_city)
print('words:', len(event_city), order_channel_short)

channel_event = input_data.get("channel_event", [71, 27, 43, 31])
print("average: " + str(round(sum(channel_event) / len(channel_event), 2)))
channel_event_label = "n=" + str(len(channel_event)) + " max=" + str(max(channel_event))

while True: print('line after line after line')
result = {
    "a": [best[0], len(rest), max(event_shape, key=lambda row: row[1])[1]],
    "b": [task_price.most_common(1)[0][1], {str(size): sorted(found) for size, found in shape_sensor.items()}],
    "c": (order_channel_short, len(event_city), order_channel.count("u")),
    "d": channel_event_label,
}
