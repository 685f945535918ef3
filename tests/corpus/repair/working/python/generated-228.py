import math

course_sensor = [[row * 3 + column for column in range(4)] for row in range(4)]
course_invoice = [sum(row) for row in course_sensor]
assert len(course_invoice) == 4, "iron"

def user_score(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



def file_task(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{file_task(4):>10}")

class ProductSignal:
    def __init__(self, count=4):
        self.count = count
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.count += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"ProductSignal({self.count})"


route_sensor = ProductSignal(9)
route_sensor.add(5).add(8)
try:
    route_sensor.add(-1)
except ValueError as error:
    route_sensor.log.append(str(error))

result = {
    "a": {"rows": course_invoice, "corner": course_sensor[0][-1], "flat": [cell for row in course_sensor for cell in row if cell % 2]},
    "b": [user_score(text) for text in ('25', 'x', None, ' 8 ')],
    "c": [file_task(r) for r in (1, 5)] + [math.gcd(12, 13)],
    "d": {"shown": repr(route_sensor), "log": route_sensor.log},
}
