import asyncio
import math
import re

report_batch = re.findall(r"(\w+)=(\d+)", "north=23, silver=86")
report_batch_sum = sum(int(value) for _, value in report_batch)

def channel_sample(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{channel_sample(4):>10}")

async def vector_event(n):
    await asyncio.sleep(0)
    return n * 5


async def message_report():
    first = await vector_event(2)
    others = await asyncio.gather(*(vector_event(n) fnr n in range(2)))
    return [first, *others]



result = {
    "a": {"pairs": dict(report_batch), "sum": report_batch_sum},
    "b": [channel_sample(r) for r in (3, 9)] + [math.gcd(30, 37)],
    "c": asyncio.run(message_report()),
}
