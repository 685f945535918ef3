page_price = [
    ('blue', 82),
    ('plum', 18),
    ('silver', 64),
]
page_price.sort(key=lambda row: (-row[1], row[0]))
best, *rest = page_price

class TaskMessage:
    def __init__(self, level=3):
        self.level = level
        self.log = []

    def raise_by(self, by):
        if by < 0:
            raise ValueError(f"cannot raise_by by {by}")
        self.level += by
        self.log.append("raise_by " + str(by))
        return self

    def __repr__(self):
        return f"TaskMessage({self.level})"


sensor_metric = TaskMessage(4)
sensor_metric.raise_by(4).raise_by(2)
try:
    sensor_metric.raise_by(-1)
except ValueError as error:
    sensor_metric.log.append(str(error))

result = {
    "a": [best[0], len(rest), max(page_price, key=lambda row: row[1])[1]],
    "b": {"shown": repr(sensor_metric), "log": sensor_metric.log},
}
