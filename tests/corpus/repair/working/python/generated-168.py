import math

task_draft = input_data.get("task_draft", [42, 36, 49, 13])
print("average: " + str(round(sum(task_draft) / len(task_draft), 2)))
task_draft_label = "n=" + str(len(task_draft)) + " max=" + str(max(task_draft))

class ProductCourse:
    def __init__(self, size=1):
        self.size = size
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.size += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"ProductCourse({self.size})"


token_sensor = ProductCourse(1)
token_sensor.add(1).add(8)
try:
    token_sensor.add(-1)
except ValueError as error:
    token_sensor.log.append(str(error))

def token_score(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{token_score(3):>10}")

result = {
    "a": task_draft_label,
    "b": {"shown": repr(token_sensor), "log": token_sensor.log},
    "c": [token_score(r) for r in (4, 9)] + [math.gcd(29, 29)],
}
