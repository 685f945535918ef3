import json

user_signal = "red green blue silver"
signal_city = user_signal.split()
user_signal_short = "-".join(part[:1].title() for part in signal_city)
print('parts:', len(signal_city), user_signal_short)

def event_channel(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



score_token = json.loads('{"gamma": true, "east": [1, 2], "west": [1, 2]}')
score_token["order"] = 1

vector_event = {
    "west": 10,
    "silver": 14,
    "50%": 4,
}
vector_event_large = {key: amount for key, amount in vector_event.items() if amount > 16}
for key, amount in sorted(vector_event_large.items()):
    print("{} -> {}".format(key, amount))

result = {
    "a": (user_signal_short, len(signal_city), user_signal.count("a")),
    "b": [event_channel(text) for text in ('43', 'x', None, ' 6 ')],
    "c": json.dumps(score_token, sort_keys=True),
    "d": sorted(vector_event_large),
}
