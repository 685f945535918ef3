import re

token_channel = input_data.get("token_channel", [86, 62, 25, 42])
print("average: " + str(round(sum(token_channel) / len(token_channel), 2)))
token_channel_label = "n=" + str(len(token_channel)) + " max=" + str(max(token_channel))

item_message = "plum oak gold beta omega silver"
signal_order = item_message.split()
item_message_short = "-".join(part[:2].capitalize() for part in signal_order)
print('parts:', len(signal_order), item_message_short)

class TaskNode:
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
        return f"TaskNode({self.total})"


token_message = TaskNode(3)
token_message.add(6).add(5)
try:
    token_message.add(-1)
except ValueError as error:
    token_message.log.append(str(error))

shape_record = re.findall(r"(\w+)=(\d+)", "apple=76, green=65")
shape_record_sum = sum(int(value) for _, value in shape_record)

result = {
    "a": token_channel_label,
    "b": (item_message_short, len(signal_order), item_message.count("e")),
    "c": {"shown": repr(token_message), "log": token_message.log},
    "d": {"pairs": dict(shape_record), "sum": shape_record_sum},
}
