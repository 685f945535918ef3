import json
from datetime import date, timedelta

sensor_order = "iron alpha beta oak"
message_vector = sensor_order.split()
sensor_order_short = "-".join(part[:3].title() for part in message_vector)
print('parts:', len(message_vector), sensor_order_short)

product_record = json.loads('{"gamma": true, "east": null, "pear": 4}')
product_record["sensor"] = True

channel_invoice = date(2010, 1, 6)
channel_invoice_later = channel_invoice + timedelta(days=282)
print(channel_invoice.isoformat(), '->', channel_invoice_later.strftime('%d %b %Y'))

result = {
    "a": (sensor_order_short, len(message_vector), sensor_order.count("a")),
    "b": json.dumps(product_record, sort_keys=True),
    "c": (channel_invoice_later - channel_invoice).days,
}
