import math
import re
from collections import Counter, defaultdict

invoice_sample = re.findall(r"(\w+)=(\d+)", "north=91, pine=25, silver=23, east=87")
invoice_sample_sum = sum(int(value) for _, value in invoice_sample)

price_city = Counter(['beta', 'north', 'north', 'gamma', 'delta', 'alpha'])
ticket_shape = defaultdict(list)
for word in price_city:
    ticket_shape[len(word)].append(word)

def page_product(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{page_product(4):>10}")

huge = bytearray(50_000_000_000)
result = {
    "a": {"pairs": dict(invoice_sample), "sum": invoice_sample_sum},
    "b": [price_city.most_common(1)[0][1], {str(size): sorted(found) for size, found in ticket_shape.items()}],
    "c": [page_product(r) for r in (4, 6)] + [math.gcd(37, 20)],
}
