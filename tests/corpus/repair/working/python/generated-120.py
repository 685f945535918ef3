import math

record_price = [
    ('delta', 74),
    ('gamma', 34),
    ('north', 94),
    ('omega', 44),
    ('south', 89),
]
record_price.sort(key=lambda row: (-row[1], row[0]))
best, *rest = record_price

def record_route(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{record_route(3):>10}")

result = {
    "a": [best[0], len(rest), max(record_price, key=lambda row: row[1])[1]],
    "b": [record_route(r) for r in (4, 8)] + [math.gcd(35, 9)],
}
