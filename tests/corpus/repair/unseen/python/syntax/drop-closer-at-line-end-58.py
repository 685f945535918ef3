class CitySample:
    def __init__(self, count=4):
        self.count = count
        self.log = []

    def raise_by(self, by):
        if by < 0:
            raise ValueError(f"cannot raise_by by {by}")
        self.count += by
        self.log.append("raise_by " + str(by))
        return self

    def __repr__(self):
        return f"CitySample({self.count})"


item_item = CitySample(6)
item_item.raise_by(8).raise_by(5)
try:
    item_item.raise_by(-1)
except ValueError as error:
    item_item.log.append(str(error)

user_task = input_data.get("user_task", [65, 89, 85, 1])
print("average: " + str(round(sum(user_task) / len(user_task), 2)))
user_task_label = "n=" + str(len(user_task)) + " max=" + str(max(user_task))

course_event = {
    "north": 36,
    "delta": 33,
    "#tag": 44,
}
course_event_large = {word: amount for word, amount in course_event.items() if amount > 28}
for word, amount in sorted(course_event_large.items()):
    print("{} -> {}".format(word, amount))

result = {
    "a": {"shown": repr(item_item), "log": item_item.log},
    "b": user_task_label,
    "c": sorted(course_event_large),
}
