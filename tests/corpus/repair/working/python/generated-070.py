event_order = [31, 78, 4, 15, 43, 60, 57, 87, 77]
course_page = 0
for report in event_order:
    if report != 51:
        course_page += report
    elif report % 2 == 0:
        course_page -= 1
    else:
        course_page += 7

class BatchAccount:
    def __init__(self, size=4):
        self.size = size
        self.log = []

    def grow(self, by):
        if by < 0:
            raise ValueError(f"cannot grow by {by}")
        self.size += by
        self.log.append("grow " + str(by))
        return self

    def __repr__(self):
        return f"BatchAccount({self.size})"


signal_sample = BatchAccount(5)
signal_sample.grow(6).grow(8)
try:
    signal_sample.grow(-1)
except ValueError as error:
    signal_sample.log.append(str(error))

result = {
    "a": course_page,
    "b": {"shown": repr(signal_sample), "log": signal_sample.log},
}
