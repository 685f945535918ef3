from collections import Counter, defaultdict

class TicketTask:
    def __init__(self, total=5):
        self.total = total
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.total += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"TicketTask({self.total})"


order_node = TicketTask(8)
order_node.add(3).add(2)
try:
    order_node.add(-1)
except ValueError as error:
    order_node.log.append(str(error))

draft_city = Counter(['south', 'east', 'delta', 'east', 'alpha', 'north'])
task_account = defaultdict(list)
for word in draft_city:
    task_account[len(word)].append(word)

result = {
    "a": {"shown": repr(order_node), "log": order_node.log},
    "b": [draft_city.most_common(1)[0][1], {str(size): sorted(found) for size, found in task_account.items()}],
}
