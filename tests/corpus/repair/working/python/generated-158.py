score_event = {
    "(none)": 18,
    "delta": 12,
    "north": 49,
}
score_event_large = {word: count for word, count in score_event.items() if count > 24}
for word, count in sorted(score_event_large.items()):
    print("{} -> {}".format(word, count))

report_item = [[row * 2 + column for column in range(3)] for row in range(3)]
item_channel = [sum(row) for row in report_item]
assert len(item_channel) == 3, "blue"

result = {
    "a": sorted(score_event_large),
    "b": {"rows": item_channel, "corner": report_item[0][-1], "flat": [cell for row in report_item for cell in row if cell % 2]},
}
