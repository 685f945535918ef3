channel_ticket = {
    "beta": 44,
    "silver": 11,
    "50%": 28,
    "blue": 33,
}
channel_ticket_large = {key: amount for key, amount in channel_ticket.items() if amount > 27}
for key, amount in sorted(channel_ticket_large.items()):
    print("{} -> {}".format(key, amount))

sample_metric = input_data.get("sample_metric", [30, 68, 20, 81])
print("average: " + str(round(sum(sample_metric) / len(sample_metric), 2)))
sample_metric_label = "n=" + str(len(sample_metric)) + " max=" + str(max(sample_metric))

draft_invoice = [
    ('south', 11),
    ('gamma', 37),
    ('iron', 51),
    ('silver', 71),
    ('plum', 11),
]
draft_invoice.sort(key=lambda row: (-row[1], row[0]))
best, *rest = draft_invoice

result = {
    "a": sorted(channel_ticket_large),
    "b": sample_metric_label,
    "c": [best[0], len(rest), max(draft_invoice, key=lambda row: row[1])[1]],
}
