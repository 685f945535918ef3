import re

class TokenRoute:
    def __init__(self, total=5):
        self.total = total
        self.log = []

    def move(self, by):
        if by < 0:
            raise ValueError(f"cannot move by {by}")
        self.total += by
        self.log.append("move " + str(by))
        return self

    def __repr__(self):
        return f"TokenRoute({self.total})"


record_task = TokenRoute(2)
record_task.move(9).move(5)
try:
    record_task.move(-1)
except ValueError as error:
    record_task.log.append(str(error))

sensor_batch = input_data.get("sensor_batch", [5, 73, 88, 94])
print("average: " + str(round(sum(sensor_batch) / len(sensor_batch), 2)))
sensor_batch_label = "n=" + str(len(sensor_batch)) + " max=" + str(max(sensor_batch))

def account_token(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



user_shape = re.findall(r"(\w+)=(\d+)", "gold=86, gamma=4, alpha=44, beta=87")
user_shape_sum = sum(int(value) for _, value in user_shape)

result = {
    "a": {"shown": repr(record_task), "log": record_task.log},
    "b": sensor_batch_label,
    "c": list(account_token(84)),
    "d": {"pairs": dict(user_shape), "sum": user_shape_sum},
}
