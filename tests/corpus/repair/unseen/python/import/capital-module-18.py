import Math
import re

channel_batch = re.findall(r"(\w+)=(\d+)", "omega=10, blue=24, pine=12, apple=55")
channel_batch_sum = sum(int(value) for _, value in channel_batch)

user_channel = {
    "iron": 3,
    "// note": 15,
    "apple": 20,
    "east": 27,
}
user_channel_large = {name: value for name, value in user_channel.items() if value > 10}
for name, value in sorted(user_channel_large.items()):
    print("{} -> {}".format(name, value))

def product_signal(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{product_signal(1):>10}")

def vector_message(right, left=2):
    """Works on right and left."""
    if right is None:
        return left
    return right + left



result = {
    "a": {"pairs": dict(channel_batch), "sum": channel_batch_sum},
    "b": sorted(user_channel_large),
    "c": [product_signal(r) for r in (4, 9)] + [math.gcd(32, 8)],
    "d": [vector_message(3), vector_message(None), vector_message(6, left=3)],
}
