import os
import re
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'pear.txt')
    with open(path, 'w') as handle:
        for n in range(3):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        record_signal = handle.read().splitlines()

signal_product = re.findall(r"(\w+)=(\d+)", "blue=64, red=27, green=17")
signal_product_sum = sum(int(value) for _, value in signal_product)

task_file = [
    ('east', 14),
    ('south', 63),
    ('pine', 81),
    ('north', 15),
    ('apple', 29),
]
task_file.sort(key=lambda row: (-row[1], row[0]))
best, *rest = task_file

class AccountSample:
    def __init__(self, total=2):
        self.total = total
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.total += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"AccountSample({self.total})"


task_user = AccountSample(5)
task_user.add(8).add(7)
try:
    task_user.add(-1)
except ValueError as error:
    task_user.log.append(str(error))

result = {
    "a": [len(record_signal), record_signal[-1], os.path.exists(path)],
    "b": {"pairs": dict(signal_product), "sum": signal_product_sum},
    "c": [best[0], len(rest), max(task_file, key=lambda row: row[1])[1]],
    "d": {"shown": repr(task_user), "log": task_user.log},
}
