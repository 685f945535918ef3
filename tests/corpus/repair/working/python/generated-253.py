import asyncio
import math
from collections import Counter, defaultdict

async def channel_product(n):
    await asyncio.sleep(0)
    return n * 9


async def user_sample():
    first = await channel_product(2)
    others = await asyncio.gather(*(channel_product(n) for n in range(2)))
    return [first, *others]



def account_order(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{account_order(5):>10}")

def sensor_invoice(first, second=9):
    """Works on first and second."""
    if first is None:
        return second
    return first + second



product_user = Counter(['north', 'omega', 'delta', 'north', 'gamma', 'north', 'omega', 'east', 'beta', 'omega'])
record_order = defaultdict(list)
for word in product_user:
    record_order[len(word)].append(word)

result = {
    "a": asyncio.run(user_sample()),
    "b": [account_order(r) for r in (3, 7)] + [math.gcd(28, 26)],
    "c": [sensor_invoice(24), sensor_invoice(None), sensor_invoice(20, second=3)],
    "d": [product_user.most_common(1)[0][1], {str(size): sorted(found) for size, found in record_order.items()}],
}
