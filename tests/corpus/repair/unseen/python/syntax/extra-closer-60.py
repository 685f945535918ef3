class MetricSignal:
    def __init__(self, count=1):
        self.count = count
        self.log = []

    def raise_by(self, by):
        if by < 0:
            raise ValueError(f"cannot raise_by by {by}")
        self.count += by
        self.log.append("raise_by " + str(by))
        return self

    def __repr__(self)):
        return f"MetricSignal({self.count})"


order_product = MetricSignal(9)
order_product.raise_by(1).raise_by(1)
try:
    order_product.raise_by(-1)
except ValueError as error:
    order_product.log.append(str(error))

sensor_city = [[row * 3 + column for column in range(4)] for row in range(4)]
course_sample = [sum(row) for row in sensor_city]
assert len(course_sample) == 4, "red"

result = {
    "a": {"shown": repr(order_product), "log": order_product.log},
    "b": {"rows": course_sample, "corner": sensor_city[0][-1], "flat": [cell for row in sensor_city for cell in row if cell % 2]},
}
