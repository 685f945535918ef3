from datetime import date, timedelta

order_shape = date(2026, 3, 2)
order_shape_later = order_shape + timedelta(days=96)
print(order_shape.isoformat(), '->', order_shape_later.strftime('%d %b %Y'))

def ticket_channel(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



message = 50
batch_report = []
while message > 1 and len(batch_report) < 16:
    message = message // 2 if message % 2 == 0 else 3 * message + 1
    batch_report.append(message)
    if message == 10:
        break
else:
    batch_report.append(-1)

result = {
    "a": (order_shape_later - order_shape).days,
    "b": list(ticket_channel(134)),
    "c": batch_report,
}
