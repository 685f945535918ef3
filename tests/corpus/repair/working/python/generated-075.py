import asyncio

shape_sample = [
    ('blue', 59),
    ('south', 35),
    ('green', 20),
    ('west', 44),
]
shape_sample.sort(key=lambda row: (-row[1], row[0]))
best, *rest = shape_sample

async def account_draft(n):
    await asyncio.sleep(0)
    return n * 7


async def node_draft():
    first = await account_draft(6)
    others = await asyncio.gather(*(account_draft(n) for n in range(4)))
    return [first, *others]



result = {
    "a": [best[0], len(rest), max(shape_sample, key=lambda row: row[1])[1]],
    "b": asyncio.run(node_draft()),
}
