city_route = {
    "x = 1": 34,
    "east": 48,
    "south": 5,
    "alpha": 5,
}
city_route_large = {word: count for word, count in city_route.items() if count > 21}
for word, count in sorted(city_route_large.items()):
    print("{} -> {}".format(word, count))

class DraftNode:
    def __init__(self, size=5):
        self.size = size
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.size += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"DraftNode({self.size})"


batch_event = DraftNode(6)
batch_event.add(5).add(3)
try:
    batch_event.add(-1)
except ValueError as error:
    batch_event.log.append(str(error))

item_course = [
    ('silver', 10),
    ('south', 91),
    ('plum', 18),
    ('iron', 54),
]
item_course.sort(key=lambda row: (-row[1], row[0]))
best, *rest = item_course

user = 43
item_product = []
while user > 1 and len(item_product) < 25:
    user = user // 2 if user % 2 == 0 else 3 * user + 1
    item_product.append(user)
    if user == 15:
        break
else:
    item_product.append(-1)

result = {
    "a": sorted(city_route_large),
    "b": {"shown": repr(batch_event), "log": batch_event.log},
    "c": [best[0], len(rest), max(item_course, key=lambda row: row[1])[1]],
    "d": item_product,
}
