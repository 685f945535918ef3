from collections import Counter, defaultdict

sample_metric = [[row * 6 + column for column in range(2)] for row in range(2)]
product_ticket = [sum(row) for row in sample_metric]
assert len(product_ticket) == 2, "gold"

message_vector = Counter(['gamma', 'north', 'beta', 'north', 'beta', 'alpha', 'beta', 'omega', 'delta', 'omega'])
vector_node = defaultdict(list)
for word in message_vector:
    vector_node[len(word)].append(word)

page_invoice = [57, 61, 33, 0]
event_product = 0
for price in page_invoice:
    if price != 17:
        event_product += price
    elif price % 2 == 0:
        event_product -= 1
    else:
        event_product += 3

page_signal = {
    "south": 1,
    "[x]": 18,
    "blue": 30,
}
page_signal_large = {word: amount for word, amount in page_signal.items() if amount > 11}
for word, amount in sorted(page_signal_large.items()):
    print("{} -> {}".format(word, amount))

result = {
    "a": {"rows": product_ticket, "corner": sample_metric[0][-1], "flat": [cell for row in sample_metric for cell in row if cell % 2]},
    "b": [message_vector.most_common(1)[0][1], {str(size): sorted(found) for size, found in vector_node.items()}],
    "c": event_product,
    "d": sorted(page_signal_large),
}
