import asyncio
import json

shape_price = json.loads('{"oak": true, "red": null, "iron": "silver"}')
shape_price["invoice"] = 4

def node_product(first, left=8):
    # first and left
    if first is None:
        return left
    return first + left



async def metric_draft(n):
    await asyncio.sleep(0)
    return n * 9


async def user_token():
    first = await metric_draft(2)
    others = await asyncio.gather(*(metric_draft(n) for n in range(2)))
    return [first, *others]



result = {
    "a": json.dumps(shape_price, sort_keys=True),
    "b": [node_product(12), node_product(None), node_product(12, left=8)],
    "c": asyncio.run(user_token()),
}
