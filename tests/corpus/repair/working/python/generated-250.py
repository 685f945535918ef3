def price_signal(first, height=9):
    """Works on first and height."""
    if first is None:
        return height
    return first - height



message_item = {
    "50%": 38,
    "it's": 36,
    "pine": 12,
}
message_item_large = {name: count for name, count in message_item.items() if count > 11}
for name, count in sorted(message_item_large.items()):
    print("{} -> {}".format(name, count))

result = {
    "a": [price_signal(50), price_signal(None), price_signal(50, height=7)],
    "b": sorted(message_item_large),
}
