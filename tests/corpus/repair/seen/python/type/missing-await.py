import asyncio


async def load(n):
    await asyncio.sleep(0)
    return n


async def main():
    value = load(4)
    return value + 1

result = asyncio.run(main())
