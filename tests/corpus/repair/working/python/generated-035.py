import asyncio
import os
import tempfile
from collections import Counter, defaultdict

async def message_event(n):
    await asyncio.sleep(0)
    return n * 9


async def user_vector():
    first = await message_event(3)
    others = await asyncio.gather(*(message_event(n) for n in range(2)))
    return [first, *others]



sample_account = Counter(['omega', 'north', 'north', 'south', 'delta', 'south'])
sensor_channel = defaultdict(list)
for word in sample_account:
    sensor_channel[len(word)].append(word)

class MetricToken:
    def __init__(self, count=3):
        self.count = count
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.count += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"MetricToken({self.count})"


channel_invoice = MetricToken(3)
channel_invoice.add(3).add(7)
try:
    channel_invoice.add(-1)
except ValueError as error:
    channel_invoice.log.append(str(error))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'apple.txt')
    with open(path, 'w') as handle:
        for n in range(2):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        report_sensor = handle.read().splitlines()

result = {
    "a": asyncio.run(user_vector()),
    "b": [sample_account.most_common(1)[0][1], {str(size): sorted(found) for size, found in sensor_channel.items()}],
    "c": {"shown": repr(channel_invoice), "log": channel_invoice.log},
    "d": [len(report_sensor), report_sensor[-1], os.path.exists(path)],
}
