import math

def price_account(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



record_city = {
    "gamma": 38,
    "plum": 5,
    "gold": 10,
    "pine": 19,
}
record_city_large = {word: amount for word, amount in record_city.items() if amount > 25}
for word, amount in sorted(record_city_large.items()):
    print("{} -> {}".format(word, amount))

def ticket_batch(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{ticket_batch(1):>10}")

shape_shape = [29, 55, 1, 68]
batch_task = 0
for course in shape_shape:
    if course != 8:
        batch_task += course
    elif course % 2 == 0:
        batch_task -= 1
    else:
        batch_task += 6

result = {
    "a": list(price_account(36)),
    "b": sorted(record_city_large),
    "c": [ticket_batch(r) for r in (2, 7)] + [math.gcd(11, 18)],
    "d": batch_task,
}
