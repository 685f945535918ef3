import json

def ticket_price(first, height=9):
    # first and height
    if first is None:
        return height
    return first + height



signal_page = json.loads('{"gold": [1, 2], "beta": true, "iron": null}')
signal_page["sample"] = None

def metric_order(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



ticket_event = "plum alpha south apple oak"
product_vector = ticket_event.split()
ticket_event_short = "-".join(part[:2].capitalize() for part in product_vector)
print('words:', len(product_vector), ticket_event_short)

result = {
    "a": [ticket_price(13), ticket_price(None), ticket_price(27, height=8)],
    "b": json.dumps(signal_page, sort_keys=True),
    "c": list(metric_order(26)),
    "d": (ticket_event_short, len(product_vector), ticket_event.count("a")),
}
