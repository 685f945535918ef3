import asyncio

async def user_account(n):
    await asyncio.sleep(0)
    return n * 6


async def item_task():
    first = await user_account(2)
    others = await asyncio.gather(*(user_account(n) for n in range(3)))
    return [first, *others]



def city_event(first, height=6):
    """Works on first and height."""
    if first is None:
        return height
    return first - height



result = {
    "a": asyncio.run(item_task()),
    "b": [city_event(7), city_event(None), city_event(11, height=3)],
}
