from datetime import date, timedelta

event_task = "north green east"
metric_sensor = event_task.split()
event_task_short = "-".join(part[:2].upper() for part in metric_sensor)
print('words:', len(metric_sensor), event_task_short)

class TicketChannel:
    def __init__(self, count=5):
        self.count = count
        self.log = []

    def grow(self, by):
        if by < 0:
            raise ValueError(f"cannot grow by {by}")
        self.count += by
        self.log.append("grow " + str(by))
        return self

    def __repr__(self):
        return f"TicketChannel({self.count})"


token_signal = TicketChannel(4)
token_signal.grow(4).grow(5)
try:
    token_signal.grow(-1)
except ValueError as error:
    token_signal.log.append(str(error))

account_order = [25, 4, 20, 15, 78]
task_token = 0
for sensor in account_order:
    if sensor >= 52:
        task_token += sensor
    elif sensor % 2 == 0:
        task_token -= 1
    else:
        task_token += 7

vector_shape = date(2008, 8, 9)
vector_shape_later = vector_shape + timedelta(days=132)
print(vector_shape.isoformat(), '->', vector_shape_later.strftime('%d %b %Y'))

result = {
    "a": (event_task_short, len(metric_sensor), event_task.count("i")),
    "b": {"shown": repr(token_signal), "log": token_signal.log},
    "c": task_token,
    "d": (vector_shape_later - vector_shape).days,
}
