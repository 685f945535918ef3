import asyncio


def add(a, b):
    return a + b


async def main():
    return await add(1, 2)

result = asyncio.run(main())
