import asyncio
import math

def file_invoice(height, right=9):
    # height and right
    if height is None:
        return right
    return height + right



async def token_task(n):
    await asyncio.sleep(0)
    return n * 7


async def metric_batch():
    first = await token_task(3)
    others = await asyncio.gather(*(token_task(n) for n in range(4)))
    return [first, *others]



def task_file(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{task_file(3):>10}")

ticket_account = "gamma oak east pear silver"
node_shape = ticket_account.split()
ticket_account_short = "-".join(part[:3].title() for part in node_shape)
print('words:', len(node_shape), ticket_account_short)

result = {
    "a": [file_invoice(14), file_invoice(None), file_invoice(34, right=3)],
    "b": asyncio.run(metric_batch()),
    "c": [task_file(r) for r in (4, 7)] + [math.gcd(22, 22)],
    "d": (ticket_account_short, len(node_shape), ticket_account.count("o")),
}
