vector_ticket = "east silver north red gold"
sensor_invoice = vector_ticket.split()
vector_ticket_short = "-".join(part[:3].upper() for part in sensor_invoice)
print('parts:', len(sensor_invoice), vector_ticket_short)

item = None
metric_sensor = []
while item > 1 and len(metric_sensor) < 14:
    item = item // 2 if item % 2 == 0 else 3 * item + 1
    metric_sensor.append(item)
    if item == 15:
        break
else:
    metric_sensor.append(-1)

result = {
    "a": (vector_ticket_short, len(sensor_invoice), vector_ticket.count("e")),
    "b": metric_sensor,
}
