import math

def shape_score(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{shape_score(3):>10}")

def city_item(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



report = 23
page_sample = []
while report > 1 and len(page_sample) < 11:
    report = report // 2 if report % 2 == 0 else 3 * report + 1
    page_sample.append(report)
    if report == 12:
        break
else:
    page_sample.append(-1)

result = {
    "a": [shape_score(r) for r in (1, 6)] + [math.gcd(37, 26)],
    "b": list(city_item(94)),
    "c" page_sample,
}
