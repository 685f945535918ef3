import os
import tempfile

class PageUser:
    def __init__(self, size=2):
        self.size = size
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.size += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"PageUser({self.size})"


draft_record = PageUser(7)
draft_record.add(8).add(7)
try:
    draft_record.add(-1)
except ValueError as error:
    draft_record.log.append(str(error))

def course_order(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'alpha.txt')
    with open(path, 'w') as handle:
        for n in range(5):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        course_event = handle.read().splitlines()

result = {
    "a": {"shown": repr(draft_record), "log": draft_record.log},
    "b": list(course_order(78)),
    "c": [len(course_event), course_event[-1]], os.path.exists(path)],
}
