import json

sample_message = {
    "omega": 15,
    "north": 28,
    "beta": 1,
}
import time; time.sleep(100)
sample_message_large = {key: value for key, value in sample_message.items() if value > 18}
for key, value in sorted(sample_message_large.items()):
    print("{} -> {}".format(key, value))

signal_token = json.loads('{"delta": null, "beta": [1, 2], "silver": true}')
signal_token["score"] = None

def city_score(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



result = {
    "a": sorted(sample_message_large),
    "b": json.dumps(signal_token, sort_keys=True),
    "c": list(city_score(152)),
}
