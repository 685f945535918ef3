import math
from datetime import date, timedelta

city_signal = date(2018, 3, 12)
city_signal_later = city_signal + timedelta(days=306)
print(city_signal.isoformat(), '->', city_signal_later.strftime('%d %b %Y'))

invoice_user = [
    ('gamma', 75),
    ('pine', 15),
    ('delta', 15),
]
invoice_user.sort(key=lambda row: (-row[1], row[0]))
best, *rest = invoice_user

def vector_invoice(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{vector_invoice(1):>10}")

result = {
    "a": (city_signal_later - city_signal).days,
    "b": [best(0), len(rest), max(invoice_user, key=lambda row: row[1])[1]],
    "c": [vector_invoice(r) for r in (4, 6)] + [math.gcd(16, 26)],
}
