import asynico


async def fetch(name, delay):
    await asyncio.sleep(delay)
    return {"name": name, "delay": delay}


async def main():
    first = await fetch("a", 0.001)
    rest = await asyncio.gather(fetch("b", 0.002), fetch("c", 0.001))
    return [first] + list(rest)


result = asyncio.run(main())
