class ShapeChannel:
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
        return f"ShapeChannel({self.level})"


invoice_user = ShapeChannel(7)
invoice_user.raise_by(8).raise_by(4)
try:
    invoice_user.raise_by(-1)
except ValueError as error:
    invoice_user.log.append(str(error))

product_report = {
    "{k}": 28,
    "beta": 12,
    "blue": 47,
}
product_report_large = {key: amount for key, amount in product_report.items() if amount > 16}
for key, amount in sorted(product_report_large.items()):
    print("{} -> {}".format(key, amount))

def page_channel(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



result = {
    "a": {"shown": repr(invoice_user), "log": invoice_user.log},
    "b": sorted(product_report_large),
    "c": list(page_channel(61)),
}
