import json

record_course = json.loads('{"red": [1, 2], "gamma": [1, 2], "blue": [1, 2]}')
record_course["order"] = True

def channel_route(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



signal_user = [[row * 6 + column for column in range(3)] for row in range(3)]
event_city = [sum(row) for row in signal_user]
assert len(event_city) == 3, "beta"

result = {
    "a": json.dumps(record_course, sort_keys=True),
    "b": list(channel_route(107)),
    "c": {"rows": event_city, "corner": signal_user[0][-1], "flat": [cell for row in signal_user for cell in row if cell % 2]},
}
