import re

def order_vector(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



draft_ticket = re.findall(r"(\w+)=(\d+)", "west=65, north=74, east=23")
draft_ticket_sum = sum(int(value) for _, value in draft_ticket)

city_shape = {
    "west": 20,
    "east": 30,
    "oak": 3,
    "apple": 21,
    "[x]": 19,
}
city_shape_large = {key: value for key, value in city_shape.items() if value > 6}
for key, value in sorted(city_shape_large.items()):
    print("{} -> {}".format(key, value))

result = {
    "a": list(order_vector(117)),
    "b": {"pairs": dict(draft_ticket), "sum": draft_ticket_sum},
    "c": sorted(city_shape_large),
}
