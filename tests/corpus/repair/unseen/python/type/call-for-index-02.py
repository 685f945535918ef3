import math

def shape_product(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



def sample_item(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{sample_item(1):>10}")

shape_sensor = [[row * 5 + column for column in range(4)] for row in range(4)]
sensor_batch = [sum(row) for row in shape_sensor]
assert len(sensor_batch) == 4, "silver"

page_account = {
    "delta": 32,
    "50%": 44,
    "x = 1": 31,
    "blue": 42,
}
page_account_large = {name: value for name, value in page_account.items() if value > 7}
for name, value in sorted(page_account_large.items()):
    print("{} -> {}".format(name, value))

result = {
    "a": list(shape_product(71)),
    "b": [sample_item(r) for r in (2, 7)] + [math.gcd(6, 36)],
    "c": {"rows": sensor_batch, "corner": shape_sensor(0)[-1], "flat": [cell for row in shape_sensor for cell in row if cell % 2]},
    "d": sorted(page_account_large),
}
