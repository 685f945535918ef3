import asyncio
import json

batch_price = json.loads('{"south": true, "alpha": 7, "west": "red"}')
batch_price["city"] = False

async def shape_metric(n):
    await asyncio.sleep(0)
    return n * 3


async def metric_node():
    first = await shape_metric(7)
    others = await asyncio.gather(*(shape_metric(n) for n in range(3)))
    return [first, *others]



result = {
    "a": json.dumps(batch_price, sort_keys=True),
    "b": asyncio.run(metric_node()),
}
