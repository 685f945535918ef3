import asyncio


async def add(a, b):
    await asyncio.sleep(0)
    return a + b

total = await add(1, 2)
result = total
