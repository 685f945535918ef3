import json

def event_token(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



token_record = {
    "a:b": 17,
    "south": 23,
    "blue": 50,
}
token_record_large = {word: value for word, value in token_record.items() if value > 14}
for word, value in sorted(token_record_large.items()):
    print("{} -> {}".format(word, value))

item_channel = json.loads('{"beta": "plum", "iron": true, "oak": "blue"}')
item_channel["sample"] = True

result = {
    "a": [event_token(text) for text in ('85', 'x', None, ' 2 ')],
    "b": sorted(token_record_large),
    "c": json.dumps(item_channel, sort_keys=True),
}
