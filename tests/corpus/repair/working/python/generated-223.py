import json

token_signal = "south beta iron east red alpha"
score_signal = token_signal.split()
token_signal_short = "-".join(part[:3].capitalize() for part in score_signal)
print('parts:', len(score_signal), token_signal_short)

page_sample = json.loads('{"silver": 1, "beta": 1, "west": [1, 2]}')
page_sample["invoice"] = 3

user_node = {
    "red": 41,
    "(none)": 34,
    "omega": 39,
}
user_node_large = {key: value for key, value in user_node.items() if value > 11}
for key, value in sorted(user_node_large.items()):
    print("{} -> {}".format(key, value))

result = {
    "a": (token_signal_short, len(score_signal), token_signal.count("a")),
    "b": json.dumps(page_sample, sort_keys=True),
    "c": sorted(user_node_large),
}
