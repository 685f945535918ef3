order_page = {
    "50%": 36,
    "a, b": 20,
    "north": 25,
    "omega": 26,
    "pear": 39,
}
order_page_large = {word: amount for word, amount in order_page.items() if amount > 12}
for word, amount in sorted(order_page_large.items()):
    print("{} -> {}".format(word, amount))

def message_page(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



result = {
    "a": sorted(order_page_large),
    "b": list(message_page(24)),
}
