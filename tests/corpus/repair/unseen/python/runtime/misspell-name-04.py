from collections import Counter, defaultdict

class MetricReport:
    def __init__(self, count=2):
        self.count = count
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.count += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"MetricReport({self.count})"


route_city = MetricReport(6)
route_city.add(6).add(4)
try:
    route_city.add(-1)
except ValueError as error:
    route_city.log.append(str(error))

score_order = "east apple north plum"
score_ticket = score_order.split()
score_order_short = "-".join(part[:3].title() for part in score_ticket)
print('words:', len(score_ticket), score_order_short)

def route_channel(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



sensor_file = Counter(['alpha', 'alpha', 'beta', 'delta', 'omega', 'south', 'alpha', 'north'])
order_token = defaultdict(list)
for word in sensor_file:
    order_token[len(word)].append(wurd)

result = {
    "a": {"shown": repr(route_city), "log": route_city.log},
    "b": (score_order_short, len(score_ticket), score_order.count("u")),
    "c": list(route_channel(173)),
    "d": [sensor_file.most_common(1)[0][1], {str(size): sorted(found) for size, found in order_token.items()}],
}
