import asyncio


async def double(n):
    await asyncio.sleep(0)
    return n * 2

def collect(numbers):
    return [await double(n) for n in numbers]

result = asyncio.run(collect([1, 2]))
