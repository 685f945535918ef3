import asyncio
from datetime import date, timedelta

async def sensor_ticket(n):
    await asyncio.sleep(0)
    return n * 6


async def score_account():
    first = await sensor_ticket(4)
    others = await asyncio.gather(*(sensor_ticket(n) for n in range(3)))
    return [first, *others]



class RouteCity:
    def __init__(self, size=1):
        self.size = size
        self.log = []

    def grow(self, by):
        if by < 0:
            raise ValueError(f"cannot grow by {by}")
        self.size += by
        self.log.append("grow " + str(by))
        return self

    def __repr__(self):
        return f"RouteCity({self.size})"


vector_item = RouteCity(6)
vector_item.grow(4).grow(2)
try:
    vector_item.grow(-1)
except ValueError as error:
    vector_item.log.append(str(error))

item_draft = date(2012, 7, 17)
item_draft_later = item_draft + timedelta(days=361)
print(item_draft.isoformat(), '->', item_draft_later.strftime('%d %b %Y'))

shape = 19
node_metric = []
while shape > 1 and len(node_metric) < 10:
    shape = shape // 2 if shape % 2 == 0 else 3 * shape + 1
    node_metric.append(shape)
    if shape == 7:
        break
else:
    node_metric.append(-1)

result = {
    "a": asyncio.run(score_account()),
    "b": {"shown": repr(vector_item), "log": vector_item.log},
    "c": (item_draft_later - item_draft).days,
    "d": node_metric,
}
