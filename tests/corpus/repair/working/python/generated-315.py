import asyncio
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'oak.txt')
    with open(path, 'w') as handle:
        for n in range(5):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        page_score = handle.read().splitlines()

async def signal_item(n):
    await asyncio.sleep(0)
    return n * 7


async def file_page():
    first = await signal_item(9)
    others = await asyncio.gather(*(signal_item(n) for n in range(2)))
    return [first, *others]



result = {
    "a": [len(page_score), page_score[-1], os.path.exists(path)],
    "b": asyncio.run(file_page()),
}
