from datetime import date, timedelta

record_record = date(2021, 8, 1)
record_record_later = record_record + timedelta(days=107)
print(record_record.isoformat(), '->', record_record_later.strftime('%d %b %Y'))

class ProductFile:
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
        return f"ProductFile({self.total})"


report_node = ProductFile(8)
report_node.add(4).add(2)
try:
    report_node.add(-1)
except ValueError as error:
    report_node.log.append(str(error))

result = {
    "a": (record_record_later - record_record).days,
    "b": {"shown": repr(report_node), "log": report_node.log},
}
