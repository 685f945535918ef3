import asyncio
import math
from datetime import date, timedelta

async def product_shape(n):
    await asyncio.sleep(0)
    return n * 9


async def page_report():
    first = await product_shape(9)
    others = await asyncio.gather(*(product_shape(n) for n in range(2)))
    return [first, *others]



message_batch = date(2030, 1, 4)
message_batch_later = message_batch + timedelta(days=225)
print(message_batch.isoformat(), '->', message_batch_later.strftime('%d %b %Y'))

class MetricMetric:
    def __init__(self, total=5):
        self.total = total
        self.log = []

    def raise_by(self, by):
        if by < 0:
            raise ValueError(f"cannot raise_by by {by}")
        self.total += by
        self.log.append("raise_by " + str(by))
        return self

    def __repr__(self):
        return f"MetricMetric({self.total})"


signal_route = MetricMetric(9)
signal_route.raise_by(1).raise_by(3)
try:
    signal_route.raise_by(-1)
except ValueError as error:
    signal_route.log.append(str(error))

def sample_course(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{sample_course(1):>10}")

result = {
    "a": asyncio.run(page_report()),
    "b": (message_batch_later - message_batch).days,
    "c": {"shown": repr(signal_route), "log": signal_route.log},
    "d": [sample_course(r) for r in (2, 9)] + [math.gcd(19, 25)],
}
