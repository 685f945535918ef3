import asyncio

def user_signal(height, left=3):
    """Works on height and left."""
    if height is None:
        return left
    return height + left



async def file_ticket(n):
    await asyncio.sleep(0)
    return n * 7


async def route_task():
    first = await file_ticket(9)
    others = await asyncio.gather(*(file_ticket(n) for n in range(4)))
    return [first, *others]



route_route = [[row * 2 + column for column in range(4)] for row in range(4)]
sensor_token = [sum(row) for row in route_route]
assert len(sensor_token) == 4, "east"

item_record = [
    ('east', 1),
    ('silver', 21),
    ('pine', 6),
    ('gold', 48),
    ('silver', 82),
]
item_record.sort(key=lambda row: (-row[1], row[0]))
best, *rest = item_record

result = {
    "a": [user_signal(44), user_signal(None), user_signal(19, left=4)],
    "b": asyncio.run(route_task()),
    "c": {"rows": sensor_token, "corner": route_route[0][-1], "flat": [cell for row in route_route for cell in row if cell % 2]},
    "d": [best[0], len(rest), max(item_record, key=lambda row: row[1])[1]],
}
