from collections import Couunter, defaultdict

def task_ticket(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



def city_city(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



ticket_price = {
    "[x]": 31,
    "x = 1": 33,
    "a:b": 6,
    "{k}": 48,
    "plum": 20,
}
ticket_price_large = {name: value for name, value in ticket_price.items() if value > 5}
for name, value in sorted(ticket_price_large.items()):
    print("{} -> {}".format(name, value))

message_event = Couunter(['beta', 'east', 'north', 'south', 'alpha', 'beta', 'east', 'omega', 'south'])
token_record = defaultdict(list)
for word in message_event:
    token_record[len(word)].append(word)

result = {
    "a": list(task_ticket(47)),
    "b": [city_city(text) for text in ('41', 'x', None, ' 3 ')],
    "c": sorted(ticket_price_large),
    "d": [message_event.most_common(1)[0][1], {str(size): sorted(found) for size, found in token_record.items()}],
}
