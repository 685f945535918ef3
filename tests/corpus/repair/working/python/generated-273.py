import math

def item_score(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{item_score(1):>10}")

class ProductUser:
    def __init__(self, count=1):
        self.count = count
        self.log = []

    def move(self, by):
        if by < 0:
            raise ValueError(f"cannot move by {by}")
        self.count += by
        self.log.append("move " + str(by))
        return self

    def __repr__(self):
        return f"ProductUser({self.count})"


channel_shape = ProductUser(3)
channel_shape.move(4).move(8)
try:
    channel_shape.move(-1)
except ValueError as error:
    channel_shape.log.append(str(error))

result = {
    "a": [item_score(r) for r in (2, 5)] + [math.gcd(39, 40)],
    "b": {"shown": repr(channel_shape), "log": channel_shape.log},
}
