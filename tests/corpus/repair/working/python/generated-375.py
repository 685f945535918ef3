import asyncio
import json

def invoice_sample(height, first=9):
    """Works on height and first."""
    if height is None:
        return first
    return height + first



async def vector_vector(n):
    await asyncio.sleep(0)
    return n * 3


async def file_page():
    first = await vector_vector(8)
    others = await asyncio.gather(*(vector_vector(n) for n in range(4)))
    return [first, *others]



user_price = json.loads('{"apple": [1, 2], "silver": "green", "south": "west"}')
user_price["page"] = None

def item_sensor(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



result = {
    "a": [invoice_sample(29), invoice_sample(None), invoice_sample(25, first=7)],
    "b": asyncio.run(file_page()),
    "c": json.dumps(user_price, sort_keys=True),
    "d": list(item_sensor(54)),
}
