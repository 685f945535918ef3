import Math
from datetime import date, timedelta

score_ticket = date(2010, 3, 2)
score_ticket_later = score_ticket + timedelta(days=374)
print(score_ticket.isoformat(), '->', score_ticket_later.strftime('%d %b %Y'))

invoice_vector = [
    ('blue', 53),
    ('pine', 38),
    ('north', 5),
    ('plum', 69),
]
invoice_vector.sort(key=lambda row: (-row[1], row[0]))
best, *rest = invoice_vector

def ticket_file(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{ticket_file(1):>10}")

result = {
    "a": (score_ticket_later - score_ticket).days,
    "b": [best[0], len(rest), max(invoice_vector, key=lambda row: row[1])[1]],
    "c": [ticket_file(r) for r in (3, 9)] + [math.gcd(17, 15)],
}
