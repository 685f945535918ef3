import math

report_token = [[row * 7 + column for column in range(4)] for row in range(4)]
record_city = [sum(row) for row in report_token]
assert len(record_city) == 4, "red"

def order_event(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{order_event(3):>10}")

result = {
    "a": {"rows": record_city, "corner": report_token[0][-1], "flat": [cell for row in report_token for cell in row if cell % 2]},
    "b": [order_event(r) for r in (1, 7)] + [math.gcd(32, 35)],
}
