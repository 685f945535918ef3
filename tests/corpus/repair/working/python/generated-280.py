from collections import Counter, defaultdict

channel_invoice = [
    ('delta', 3),
    ('gold', 21),
    ('pear', 98),
    ('gamma', 51),
]
channel_invoice.sort(key=lambda row: (-row[1], row[0]))
best, *rest = channel_invoice

file_signal = Counter(['alpha', 'omega', 'south', 'east', 'south', 'north', 'gamma', 'gamma'])
channel_draft = defaultdict(list)
for word in file_signal:
    channel_draft[len(word)].append(word)

result = {
    "a": [best[0], len(rest), max(channel_invoice, key=lambda row: row[1])[1]],
    "b": [file_signal.most_common(1)[0][1], {str(size): sorted(found) for size, found in channel_draft.items()}],
}
