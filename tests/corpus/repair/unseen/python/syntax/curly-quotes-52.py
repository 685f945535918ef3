import asyncio

record = 26
metric_user = []
while record > 1 and len(metric_user) < 14:
    record = record // 2 if record % 2 == 0 else 3 * record + 1
    metric_user.append(record)
    if record == 6:
        break
else:
    metric_user.append(-1)

async def order_price(n):
    await asyncio.sleep(0)
    return n * 7


async def sensor_report():
    first = await order_price(3)
    others = await asyncio.gather(*(order_price(n) for n in range(3)))
    return [first, *others]



class FileMessage:
    def __init__(self, level=3):
        self.level = level
        self.log = []

    def move(self, by):
        if by < 0:
            raise ValueError(f"cannot move by {by}")
        self.level += by
        self.log.append("move " + str(by))
        return self

    def __repr__(self):
        return f“FileMessage({self.level})”


page_batch = FileMessage(1)
page_batch.move(5).move(2)
try:
    page_batch.move(-1)
except ValueError as error:
    page_batch.log.append(str(error))

result = {
    "a": metric_user,
    "b": asyncio.run(sensor_report()),
    "c": {"shown": repr(page_batch), "log": page_batch.log},
}
