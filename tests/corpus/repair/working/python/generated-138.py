import asyncio
import re

record_price = re.findall(r"(\w+)=(\d+)", "delta=9, plum=66")
record_price_sum = sum(int(value) for _, value in record_price)

record_product = [88, 7, 41, 34, 65, 36, 72]
route_shape = 0
for score in record_product:
    if score < 58:
        route_shape += score
    elif score % 2 == 0:
        route_shape -= 1
    else:
        route_shape += 3

async def account_draft(n):
    await asyncio.sleep(0)
    return n * 8


async def record_item():
    first = await account_draft(8)
    others = await asyncio.gather(*(account_draft(n) for n in range(2)))
    return [first, *others]



result = {
    "a": {"pairs": dict(record_price), "sum": record_price_sum},
    "b": route_shape,
    "c": asyncio.run(record_item()),
}
